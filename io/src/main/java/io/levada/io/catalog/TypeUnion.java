/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.catalog.HiveType.Field;
import io.levada.io.catalog.HiveType.ListOf;
import io.levada.io.catalog.HiveType.MapOf;
import io.levada.io.catalog.HiveType.Scalar;
import io.levada.io.catalog.HiveType.StructOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The type of a column whose files have two types: one by which every reader gets the same values
 * of either. What that is was found by having them read; {@code docs/catalog.md} shows it.
 */
final class TypeUnion {

  private static final List<String> INTEGERS = List.of("tinyint", "smallint", "int", "bigint");
  private static final String BIGINT = "bigint";
  private static final String DECIMAL = "decimal";
  private static final String DOUBLE = "double";
  private static final String FLOAT = "float";
  private static final String STRING = "string";
  private static final String VARCHAR = "varchar";

  /** The most digits of a decimal that is stored in 4 and in 8 bytes. */
  private static final List<Integer> DECIMAL_WIDTHS = List.of(9, 18);

  private final List<String> added = new ArrayList<>();
  private final List<String> widened = new ArrayList<>();
  private final List<String> narrower = new ArrayList<>();
  private final List<String> mixed = new ArrayList<>();
  private final HiveType type;

  /** Two types that do not go together; the message tells the place and both. */
  static final class ConflictException extends Exception {
    ConflictException(String path, HiveType known, HiveType found) {
      super(difference(path, known, found));
    }
  }

  /**
   * @param column its name, for messages
   * @param known the type of the table
   * @param found that of files which are added
   */
  TypeUnion(String column, HiveType known, HiveType found) throws ConflictException {
    this.type = unite(column, known, found);
  }

  HiveType type() {
    return type;
  }

  /** The fields of structs that the table has not, with their paths and types. */
  List<String> added() {
    return added;
  }

  /** What is wider in the files than in the table, with its path and both types. */
  List<String> widened() {
    return widened;
  }

  /** What is narrower in the files than in the table, with its path and both types. */
  List<String> narrower() {
    return narrower;
  }

  /**
   * The paths of what has two types in the files of which Spark's own Parquet reader takes one only
   * before Spark 4: it fails, while that of Hive, which it can use, reads both.
   */
  List<String> mixed() {
    return mixed;
  }

  private HiveType unite(String path, HiveType known, HiveType found) throws ConflictException {
    if (known instanceof ListOf list && found instanceof ListOf other) {
      return new ListOf(unite(path + ".element", list.element(), other.element()));
    }
    if (known instanceof MapOf map
        && found instanceof MapOf other
        && map.key().equals(other.key())) {
      return new MapOf(map.key(), unite(path + ".value", map.value(), other.value()));
    }
    if (known instanceof StructOf struct && found instanceof StructOf other) {
      return uniteFields(path, struct, other);
    }
    Scalar wider =
        known instanceof Scalar one && found instanceof Scalar other ? wider(one, other) : null;
    if (wider == null) {
      throw new ConflictException(path, known, found);
    }
    if (!known.equals(found)) {
      (wider.equals(known) ? narrower : widened).add(difference(path, known, found));
      if (isReadByHiveAlone(wider)) {
        mixed.add(path);
      }
    }
    return wider;
  }

  private static String difference(String path, HiveType known, HiveType found) {
    return path + " is " + known + " in the catalog, and " + found + " in the files";
  }

  private static boolean isReadByHiveAlone(Scalar wider) {
    return wider.name().equals(BIGINT) || wider.name().equals(DOUBLE);
  }

  private HiveType uniteFields(String path, StructOf known, StructOf found)
      throws ConflictException {
    List<Field> united = new ArrayList<>();
    for (Field field : known.fields()) {
      Optional<Field> same = find(found, field.name());
      united.add(
          same.isEmpty()
              ? field
              : new Field(
                  field.name(), unite(path + "." + field.name(), field.type(), same.get().type())));
    }
    for (Field field : found.fields()) {
      if (find(known, field.name()).isEmpty()) {
        added.add(path + "." + field.name() + " " + field.type());
        united.add(field);
      }
    }
    return new StructOf(united);
  }

  private static Optional<Field> find(StructOf struct, String name) {
    return struct.fields().stream()
        .filter(field -> key(field.name()).equals(key(name)))
        .findFirst();
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The one of two types that has all values of both and that files of both are read as. */
  private static @Nullable Scalar wider(Scalar one, Scalar other) {
    if (one.equals(other)) {
      return one;
    }

    int rank = INTEGERS.indexOf(one.name());
    int otherRank = INTEGERS.indexOf(other.name());
    if (rank >= 0 && otherRank >= 0) {
      return rank > otherRank ? one : other;
    }
    if (are(one, other, FLOAT, DOUBLE)) {
      return Scalar.of(DOUBLE);
    }
    if (are(one, other, VARCHAR, STRING)) {
      return Scalar.of(STRING);
    }
    if (one.name().equals(VARCHAR) && other.name().equals(VARCHAR)) {
      return longer(one, other);
    }
    boolean decimals = one.name().equals(DECIMAL) && other.name().equals(DECIMAL);
    return decimals && isStoredAlike(one, other) ? longer(one, other) : null;
  }

  private static boolean are(Scalar one, Scalar other, String name, String otherName) {
    return (one.name().equals(name) && other.name().equals(otherName))
        || (one.name().equals(otherName) && other.name().equals(name));
  }

  private static Scalar longer(Scalar one, Scalar other) {
    return one.arguments().get(0) > other.arguments().get(0) ? one : other;
  }

  /** Whether the numbers have one scale, and as many bytes in a file. */
  private static boolean isStoredAlike(Scalar one, Scalar other) {
    return one.arguments().get(1).equals(other.arguments().get(1))
        && DECIMAL_WIDTHS.stream()
            .allMatch(
                width -> one.arguments().get(0) <= width == other.arguments().get(0) <= width);
  }
}
