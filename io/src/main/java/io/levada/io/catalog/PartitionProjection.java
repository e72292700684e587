/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.Location;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * By what rule Athena computes a table's partitions instead of asking the catalog for them: its
 * partition projection. Locations of partitions in the catalog are not looked at then.
 *
 * <p>As text, the keys with a semicolon between them, each as {@code key:type:what}:
 *
 * <ul>
 *   <li>{@code ano:integer:2000,2100}: the first and the last number; {@code
 *       mes:integer:1,12:digits=2} for {@code 01} to {@code 12}, {@code interval=} for steps
 *   <li>{@code uf:enum:SP,RJ}: all values
 *   <li>{@code dia:date:2020-01-01,NOW}: the first and the last day; {@code format=} as Java's
 *       DateTimeFormatter has it, {@code interval=} and {@code unit=} for steps that are no days
 *   <li>{@code id:injected}: the value that the query asks for
 * </ul>
 */
public final class PartitionProjection {

  private static final String ENABLED = "projection.enabled";
  private static final String PREFIX = "projection.";
  private static final String TEMPLATE = "storage.location.template";

  private final Map<String, ProjectedKey> keys;

  private PartitionProjection(Map<String, ProjectedKey> keys) {
    this.keys = keys;
  }

  /**
   * Reads a projection as a person has typed it.
   *
   * @throws IllegalArgumentException if it is none; the message says how one is written
   */
  public static PartitionProjection parse(String text) {
    Map<String, ProjectedKey> keys = new LinkedHashMap<>();
    for (String part : text.split(";", -1)) {
      ProjectedKey key = ProjectedKey.parse(part.strip());
      if (keys.put(key.name(), key) != null) {
        throw new IllegalArgumentException("Key " + key.name() + " is there twice");
      }
    }
    return new PartitionProjection(keys);
  }

  /** Whether Athena computes the partitions of a table. */
  public static boolean isOf(CatalogTable table) {
    return Boolean.parseBoolean(table.parameters().getOrDefault(ENABLED, "false").strip());
  }

  /**
   * The parameters that a table needs for it.
   *
   * @param folder the table's folder
   * @param pathColumns the partition columns as folders have them, in their order
   * @param partitionKeys the keys of the table
   * @throws IllegalArgumentException if the keys are not those that the projection is for, or one
   *     can't have values of its type
   */
  public Map<String, String> parameters(
      Location folder, List<String> pathColumns, List<CatalogColumn> partitionKeys) {
    List<String> names = partitionKeys.stream().map(CatalogColumn::name).toList();
    if (names.isEmpty() || keys.size() != names.size() || !keys.keySet().containsAll(names)) {
      throw new IllegalArgumentException(
          "it is for the keys "
              + keys.keySet()
              + ", and the table's are "
              + names
              + " (give one for each)");
    }

    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(ENABLED, "true");
    for (CatalogColumn key : partitionKeys) {
      ProjectedKey projected = keys.get(key.name());
      projected.checkType(key);
      projected
          .properties()
          .forEach((name, value) -> parameters.put(PREFIX + key.name() + "." + name, value));
    }
    parameters.put(
        TEMPLATE,
        pathColumns.stream()
            .map(column -> column + "=${" + column.toLowerCase(Locale.ROOT) + "}")
            .collect(Collectors.joining("/", folder.uri() + "/", "/")));
    return parameters;
  }

  /**
   * The values of partitions that Athena would not find, because the projection has not got them;
   * it is silent about dates before {@code NOW}, which depend on when it is asked.
   *
   * @param partitionKeys the keys of the table
   * @param partitions values in their order
   */
  public List<String> missing(List<CatalogColumn> partitionKeys, List<List<String>> partitions) {
    List<String> missing = new ArrayList<>();
    for (List<String> values : partitions) {
      for (int i = 0; i < partitionKeys.size(); i++) {
        String key = partitionKeys.get(i).name();
        if (!keys.get(key).has(values.get(i))) {
          missing.add(key + "=" + values.get(i));
        }
      }
    }
    return missing.stream().distinct().toList();
  }
}
