/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Tells of a row, before anything is written, why DynamoDB could not hold it as an item. Pure: no
 * request. For one thread, and one schema.
 */
public final class ItemCheck {

  public static final String EMPTY_KEY = "EMPTY_KEY";
  public static final String KEY_TOO_LARGE = "KEY_TOO_LARGE";
  public static final String BAD_NUMBER = "BAD_NUMBER";
  public static final String BAD_SET = "BAD_SET";
  public static final String TOO_DEEP = "ITEM_TOO_DEEP";
  public static final String TOO_LARGE = "ITEM_TOO_LARGE";

  static final int MAX_BYTES = 400 << 10;
  static final int MAX_PARTITION_KEY_BYTES = 2048;
  static final int MAX_SORT_KEY_BYTES = 1024;

  /** Values in one another; that of the attribute is the first. */
  static final int MAX_DEPTH = 32;

  private final ItemLayout layout;
  private final ItemEncoder encoder;

  private ItemCheck(ItemLayout layout, ItemEncoder encoder) {
    this.layout = layout;
    this.encoder = encoder;
  }

  /**
   * A check for rows of the schema, with or without an envelope.
   *
   * @throws IllegalArgumentException if the schema lacks a column of the layout, or has one whose
   *     values can't be what the layout says
   */
  public static ItemCheck of(ItemLayout layout, Schema schema) {
    return new ItemCheck(layout, new ItemEncoder(layout, schema));
  }

  /** What is wrong with a row that is an item, the first that is found; null if nothing is. */
  public @Nullable ItemProblem problem(Row row) {
    return problem(encoder.item(row));
  }

  @Nullable ItemProblem problem(Map<String, AttributeValue> item) {
    ItemProblem problem = keyProblem(layout.partitionKey(), MAX_PARTITION_KEY_BYTES, item);
    if (problem == null && layout.sortKey().isPresent()) {
      problem = keyProblem(layout.sortKey().get(), MAX_SORT_KEY_BYTES, item);
    }
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      if (problem != null) {
        return problem;
      }
      problem = valueProblem(attribute.getKey(), attribute.getValue(), 1);
    }
    if (problem != null) {
      return problem;
    }

    long bytes = ItemSize.of(item);
    return bytes <= MAX_BYTES
        ? null
        : new ItemProblem(
            TOO_LARGE, "The item has " + bytes + " bytes, more than " + MAX_BYTES + " (400 KB)");
  }

  private static @Nullable ItemProblem keyProblem(
      ItemLayout.Attribute key, int maxBytes, Map<String, AttributeValue> item) {
    AttributeValue value = item.get(key.name());
    if (value == null) {
      return new ItemProblem(EMPTY_KEY, "Key " + key.name() + " is null");
    }
    long bytes = ItemSize.of(value);
    if (bytes == 0) {
      return new ItemProblem(EMPTY_KEY, "Key " + key.name() + " is empty");
    }
    return bytes <= maxBytes
        ? null
        : new ItemProblem(
            KEY_TOO_LARGE, "Key " + key.name() + " has " + bytes + " bytes, more than " + maxBytes);
  }

  private static @Nullable ItemProblem valueProblem(
      String attribute, AttributeValue value, int depth) {
    if (depth > MAX_DEPTH) {
      return new ItemProblem(
          TOO_DEEP, "Attribute " + attribute + " is nested in more than " + MAX_DEPTH + " levels");
    }

    return switch (value.type()) {
      case N -> numberProblem(attribute, value.n());
      case SS -> setProblem(attribute, value.ss(), value.ss());
      case NS -> numbersProblem(attribute, value.ns());
      case BS ->
          setProblem(attribute, value.bs(), value.bs().stream().map(ItemCheck::text).toList());
      case L -> nestedProblem(attribute, value.l(), depth + 1);
      case M -> nestedProblem(attribute, value.m().values(), depth + 1);
      default -> null;
    };
  }

  private static @Nullable Object text(@Nullable SdkBytes bytes) {
    return bytes == null ? null : bytes.asByteBuffer();
  }

  private static @Nullable ItemProblem nestedProblem(
      String attribute, Collection<AttributeValue> values, int depth) {
    for (AttributeValue value : values) {
      ItemProblem problem = valueProblem(attribute, value, depth);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static @Nullable ItemProblem numberProblem(String attribute, String number) {
    String problem = ItemNumber.problem(number);
    return problem == null
        ? null
        : new ItemProblem(
            BAD_NUMBER, "Attribute " + attribute + " has a number that is " + problem);
  }

  private static @Nullable ItemProblem numbersProblem(String attribute, List<String> numbers) {
    ItemProblem problem = setProblem(attribute, numbers, numbers);
    for (String number : numbers) {
      if (problem != null) {
        return problem;
      }
      problem = numberProblem(attribute, number);
    }
    return problem;
  }

  private static @Nullable ItemProblem setProblem(
      String attribute, Collection<?> values, Collection<?> comparable) {
    Set<Object> different = new HashSet<>(comparable);
    String problem = null;
    if (values.isEmpty()) {
      problem = "is empty";
    } else if (different.contains(null)) {
      problem = "has a null";
    } else if (different.size() < values.size()) {
      problem = "has a value twice";
    }
    return problem == null
        ? null
        : new ItemProblem(BAD_SET, "Attribute " + attribute + " is a set and " + problem);
  }
}
