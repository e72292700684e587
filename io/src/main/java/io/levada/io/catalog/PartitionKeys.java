/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The keys of a table, by which the values in a path become those of a partition. */
public final class PartitionKeys {

  private final CatalogTable table;

  private PartitionKeys(CatalogTable table) {
    this.table = table;
  }

  public static PartitionKeys of(CatalogTable table) {
    return new PartitionKeys(table);
  }

  /**
   * The values of a partition in the order of the table's keys.
   *
   * @param byColumn the values in the path by their columns, in any case; null is null
   * @throws SchemaMismatchException if the columns are not the keys, or a value is none of its
   *     key's type, so that readers of the catalog would fail on it
   */
  public List<String> values(Map<String, @Nullable String> byColumn)
      throws SchemaMismatchException {
    Map<String, @Nullable String> byKey = new TreeMap<>();
    byColumn.forEach((column, value) -> byKey.put(column.toLowerCase(Locale.ROOT), value));
    List<String> names = table.partitionKeys().stream().map(CatalogColumn::name).toList();
    if (byKey.size() != names.size() || !byKey.keySet().containsAll(names)) {
      throw new SchemaMismatchException(
          table.name(),
          "the table's partition keys are " + names + ", and those of a folder " + byKey.keySet(),
          "move its files to folders of these keys, or write to another table");
    }

    List<String> values = new ArrayList<>();
    for (CatalogColumn key : table.partitionKeys()) {
      String value = byKey.get(key.name());
      checkType(key, value);
      values.add(value == null ? CatalogPartition.NULL : value);
    }
    return values;
  }

  private void checkType(CatalogColumn key, @Nullable String value) throws SchemaMismatchException {
    try {
      if (value != null) {
        check(HiveTypeParser.parse(key.type()), value);
      }
    } catch (ArithmeticException | DateTimeException | IllegalArgumentException e) {
      throw new SchemaMismatchException(
          table.name(),
          "'" + value + "' is no " + key.type() + ", which is the type of key " + key.name(),
          "rename the partition, or write to another table");
    }
  }

  private static void check(HiveType type, String value) {
    if (!(type instanceof HiveType.Scalar scalar)) {
      throw new IllegalArgumentException();
    }

    boolean fits =
        switch (scalar.name()) {
          case "string" -> true;
          case "varchar", "char" ->
              value.codePointCount(0, value.length()) <= scalar.arguments().get(0);
          case "tinyint", "smallint", "int", "bigint" -> isInteger(scalar.name(), value);
          case "float", "double" -> !Double.valueOf(value).toString().isEmpty();
          case "decimal" -> isDecimal(scalar, value);
          case "boolean" -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
          case "date" -> LocalDate.parse(value).isAfter(LocalDate.MIN);
          case "timestamp" -> isTimestamp(value);
          default -> false;
        };
    if (!fits) {
      throw new IllegalArgumentException();
    }
  }

  private static boolean isInteger(String type, String value) {
    long number = Long.parseLong(value);
    long max =
        switch (type) {
          case "tinyint" -> Byte.MAX_VALUE;
          case "smallint" -> Short.MAX_VALUE;
          case "int" -> Integer.MAX_VALUE;
          default -> Long.MAX_VALUE;
        };
    return number <= max && number >= -max - 1;
  }

  private static boolean isDecimal(HiveType.Scalar type, String value) {
    BigDecimal exact = new BigDecimal(value).setScale(type.arguments().get(1));
    return exact.precision() <= type.arguments().get(0);
  }

  private static boolean isTimestamp(String value) {
    String iso = value.replace(' ', 'T').replaceFirst("Z$", "");
    return LocalDateTime.parse(iso).isAfter(LocalDateTime.MIN);
  }
}
