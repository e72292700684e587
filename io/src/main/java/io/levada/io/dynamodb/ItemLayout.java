/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which columns of a table of items are attributes of the items, under which names and as what.
 * Columns of a lake differ in more than case; attributes need not, so the two have names of their
 * own. Columns that are not here are no part of the items.
 *
 * <p>A column that is null is no attribute of that item.
 *
 * @param attributes in any order; one is the partition key, and one may be the sort key
 */
public record ItemLayout(List<Attribute> attributes) implements Serializable {

  /** The file in the record of a run that says how its rows are items. */
  public static final String FILE = "items.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** What an attribute is for the table. */
  public enum KeyRole {
    NONE,
    PARTITION,
    SORT
  }

  /**
   * A column as an attribute.
   *
   * @param column the column of the table of items
   * @param name the attribute's name, as it is
   */
  public record Attribute(String column, String name, AttributeType type, KeyRole role)
      implements Serializable {

    private static final int MAX_KEY_NAME = 255;

    /**
     * @throws IllegalArgumentException if the name is empty, or it is a key of a type or with a
     *     name that no key has
     */
    public Attribute {
      if (column.isEmpty() || name.isEmpty()) {
        throw new IllegalArgumentException(
            "Invalid attribute '" + name + "' of column '" + column + "': a name is empty");
      }
      if (role != KeyRole.NONE && !type.fitsKeys()) {
        throw new IllegalArgumentException(
            "Invalid key " + name + ": " + type + " (a key is S, N or B)");
      }
      if (role != KeyRole.NONE && name.length() > MAX_KEY_NAME) {
        throw new IllegalArgumentException(
            "Invalid key " + name + ": its name is longer than " + MAX_KEY_NAME);
      }
    }
  }

  /**
   * @throws IllegalArgumentException if a column or a name is there twice, or there is not one
   *     partition key, or more than one sort key
   */
  public ItemLayout {
    attributes = List.copyOf(attributes);
    Set<String> columns = new HashSet<>();
    Set<String> names = new HashSet<>();
    for (Attribute attribute : attributes) {
      if (!columns.add(attribute.column()) || !names.add(attribute.name())) {
        throw new IllegalArgumentException(
            "Invalid attribute "
                + attribute.name()
                + " of column "
                + attribute.column()
                + ": the name or the column is there twice");
      }
    }
    if (count(attributes, KeyRole.PARTITION) != 1 || count(attributes, KeyRole.SORT) > 1) {
      throw new IllegalArgumentException(
          "Invalid keys: "
              + count(attributes, KeyRole.PARTITION)
              + " partition keys and "
              + count(attributes, KeyRole.SORT)
              + " sort keys (one partition key, and one sort key or none)");
    }
  }

  private static long count(List<Attribute> attributes, KeyRole role) {
    return attributes.stream().filter(attribute -> attribute.role() == role).count();
  }

  public Attribute partitionKey() {
    return find(KeyRole.PARTITION).orElseThrow();
  }

  public Optional<Attribute> sortKey() {
    return find(KeyRole.SORT);
  }

  private Optional<Attribute> find(KeyRole role) {
    return attributes.stream().filter(attribute -> attribute.role() == role).findFirst();
  }

  /** The columns of the full key, that of the partition key first. */
  public List<String> keyColumns() {
    List<String> columns = new ArrayList<>(List.of(partitionKey().column()));
    sortKey().ifPresent(sort -> columns.add(sort.column()));
    return columns;
  }

  /** The attributes of the full key, the partition key first. */
  List<String> keyNames() {
    List<String> names = new ArrayList<>(List.of(partitionKey().name()));
    sortKey().ifPresent(sort -> names.add(sort.name()));
    return names;
  }

  /** As {@link #FILE} has it. */
  public byte[] toJson() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A layout is plain data", e);
    }
  }

  /**
   * What {@link #toJson} has written.
   *
   * @throws IOException if it is something else
   */
  public static ItemLayout fromJson(byte[] json) throws IOException {
    return JSON.readValue(json, ItemLayout.class);
  }
}
