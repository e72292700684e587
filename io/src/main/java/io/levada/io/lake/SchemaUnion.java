/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.catalog.HiveTypes;
import io.levada.io.storage.Location;
import io.levada.rows.ColumnKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The columns of all files of a table: those of the first, then what each further one adds; matched
 * without regard to case, named as in the first file that has them. {@link SchemaDrift} says what
 * may differ.
 */
final class SchemaUnion {

  private final SchemaDrift drift;
  private final boolean forCatalog;
  private final Predicate<String> wanted;
  private final Map<String, Field> columns = new LinkedHashMap<>();
  private final Set<MessageType> known = new HashSet<>();
  private @Nullable Location first;

  /** The file that gave a column, or a part of one, its present type. */
  private final Map<String, Location> origins = new HashMap<>();

  /**
   * @param wanted of each column by its name, whether it will be read; others are not looked at
   */
  SchemaUnion(TableScan scan, Predicate<String> wanted) {
    this.drift = scan.drift();
    this.forCatalog = scan.forCatalog();
    this.wanted = wanted;
  }

  /** The columns of all files that were added. */
  Schema schema() {
    return Schema.builder().addFields(new ArrayList<>(columns.values())).build();
  }

  /**
   * Adds the columns of a file.
   *
   * @throws UnreadableTableException if one can't be read, or not together with those of the files
   *     before
   */
  void add(Location file, MessageType message) throws UnreadableTableException {
    if (!known.add(message)) {
      return;
    }

    Map<String, Field> found = columnsOf(file, message);
    if (first == null) {
      first = file;
      found.forEach((key, column) -> put(file, key, column));
      return;
    }
    if (drift == SchemaDrift.REFUSE) {
      refuseDrift(file, found);
    }
    unite(file, found);
  }

  private Map<String, Field> columnsOf(Location file, MessageType message)
      throws UnreadableTableException {
    Map<String, Field> found = new LinkedHashMap<>();
    for (Type column : message.getFields()) {
      if (wanted.test(column.getName())) {
        Field same = found.put(ColumnIndex.key(column.getName()), field(file, column));
        if (same != null) {
          throw new UnreadableTableException(
              file,
              "its columns " + same.getName() + " and " + column.getName() + " differ in case only",
              "rename one of them, or leave both out");
        }
      }
    }
    return found;
  }

  private static Field field(Location file, Type column) throws UnreadableTableException {
    try {
      return Field.of(column.getName(), ParquetToBeam.columnType(column));
    } catch (IllegalArgumentException e) {
      throw new UnreadableTableException(
          file,
          "its column " + column.getName() + " has " + e.getMessage(),
          "leave the column out",
          e);
    }
  }

  private void put(Location file, String key, Field column) {
    columns.put(key, column);
    origins.put(key, file);
  }

  private void unite(Location file, Map<String, Field> found) throws UnreadableTableException {
    for (Map.Entry<String, Field> column : columns.entrySet()) {
      Field other = found.get(column.getKey());
      FieldType type = column.getValue().getType();
      FieldType united =
          other == null
              ? type.withNullable(true)
              : unite(file, column.getKey(), type, other.getType());
      column.setValue(column.getValue().withType(united));
    }
    for (Map.Entry<String, Field> column : found.entrySet()) {
      if (!columns.containsKey(column.getKey())) {
        put(file, column.getKey(), column.getValue().withNullable(true));
      }
    }
  }

  private FieldType unite(Location file, String path, FieldType known, FieldType found)
      throws UnreadableTableException {
    boolean nullable = known.getNullable() || found.getNullable();
    if (known.withNullable(true).equals(found.withNullable(true))) {
      return known.withNullable(nullable);
    }
    if (known.getTypeName() == found.getTypeName() && !isScalar(known)) {
      return uniteParts(file, path, known, found).withNullable(nullable);
    }

    FieldType wider = isScalar(known) && isScalar(found) ? widerOf(known, found) : null;
    if (wider == null) {
      throw conflict(file, path, known, found);
    }
    if (!wider.equals(known.withNullable(false))) {
      origins.put(path, file);
    }
    return wider.withNullable(nullable);
  }

  private FieldType uniteParts(Location file, String path, FieldType known, FieldType found)
      throws UnreadableTableException {
    return switch (known.getTypeName()) {
      case ARRAY -> uniteLists(file, path, known, found);
      case MAP -> uniteMaps(file, path, known, found);
      default -> FieldType.row(uniteFields(file, path, known.getRowSchema(), found.getRowSchema()));
    };
  }

  private FieldType uniteLists(Location file, String path, FieldType known, FieldType found)
      throws UnreadableTableException {
    FieldType element = known.getCollectionElementType();
    return FieldType.array(
        unite(file, path + ".element", element, found.getCollectionElementType()));
  }

  private FieldType uniteMaps(Location file, String path, FieldType known, FieldType found)
      throws UnreadableTableException {
    FieldType key = known.getMapKeyType();
    if (!key.equals(found.getMapKeyType())) {
      throw conflict(file, path, known, found);
    }
    return FieldType.map(
        key, unite(file, path + ".value", known.getMapValueType(), found.getMapValueType()));
  }

  private Schema uniteFields(Location file, String path, Schema known, Schema found)
      throws UnreadableTableException {
    Schema.Builder united = Schema.builder();
    ColumnIndex inFound = ColumnIndex.of(found);
    for (Field field : known.getFields()) {
      int at = inFound.indexOf(field.getName());
      FieldType type = field.getType();
      united.addField(
          field.withType(
              at < 0
                  ? type.withNullable(true)
                  : unite(file, child(path, field), type, found.getField(at).getType())));
    }
    ColumnIndex inKnown = ColumnIndex.of(known);
    for (Field field : found.getFields()) {
      if (inKnown.indexOf(field.getName()) < 0) {
        origins.put(child(path, field), file);
        united.addField(field.withNullable(true));
      }
    }
    return united.build();
  }

  private static String child(String path, Field field) {
    return path + "." + ColumnIndex.key(field.getName());
  }

  static boolean isScalar(FieldType type) {
    return switch (type.getTypeName()) {
      case ARRAY, MAP, ROW -> false;
      default -> true;
    };
  }

  private @Nullable FieldType widerOf(FieldType one, FieldType other) {
    return forCatalog ? HiveTypes.union(one, other).orElse(null) : wider(one, other);
  }

  /** The narrowest type that has all values of both, not nullable, or null if there is none. */
  static @Nullable FieldType wider(FieldType one, FieldType other) {
    ColumnKind first = ColumnKind.of(one);
    ColumnKind second = ColumnKind.of(other);
    if (first == second && first != ColumnKind.DECIMAL) {
      return one.withNullable(false);
    }
    if (integerDigits(one) > 0 && integerDigits(other) > 0 && !isDecimal(one, other)) {
      return integerDigits(one) > integerDigits(other)
          ? one.withNullable(false)
          : other.withNullable(false);
    }
    if (isDecimal(one, other)) {
      return wideDecimal(one, other);
    }
    return fitsDouble(first) && fitsDouble(second) ? FieldType.DOUBLE : null;
  }

  private static boolean isDecimal(FieldType one, FieldType other) {
    return ColumnKind.of(one) == ColumnKind.DECIMAL || ColumnKind.of(other) == ColumnKind.DECIMAL;
  }

  private static boolean fitsDouble(ColumnKind kind) {
    return switch (kind) {
      case INT16, INT32, FLOAT, DOUBLE -> true;
      default -> false;
    };
  }

  private static @Nullable FieldType wideDecimal(FieldType one, FieldType other) {
    int scale = Math.max(scale(one), scale(other));
    int precision = Math.max(integerDigits(one), integerDigits(other)) + scale;
    boolean numbers = integerDigits(one) >= 0 && integerDigits(other) >= 0;
    return numbers && precision <= Decimals.MAX_PRECISION ? Decimals.type(precision, scale) : null;
  }

  /** How many digits there can be before the point, or -1 if the type is no exact number. */
  private static int integerDigits(FieldType type) {
    return switch (ColumnKind.of(type)) {
      case INT16 -> 5;
      case INT32 -> 10;
      case INT64 -> 19;
      case DECIMAL -> Decimals.precision(type) - Decimals.scale(type);
      default -> -1;
    };
  }

  private static int scale(FieldType type) {
    return type.getTypeName() == TypeName.LOGICAL_TYPE && isDecimal(type, type)
        ? Decimals.scale(type)
        : 0;
  }

  private UnreadableTableException conflict(
      Location file, String path, FieldType known, FieldType found) {
    return new UnreadableTableException(
        file,
        "its column "
            + path
            + " is "
            + TypeNames.of(found)
            + ", and "
            + TypeNames.of(known)
            + " in "
            + origin(path)
            + (forCatalog
                ? ", which not all readers take together"
                : ", which no type holds both exactly"),
        "leave the column out, or write one of the files again");
  }

  private Location origin(String path) {
    Location origin = origins.get(path);
    return origin == null ? origin(path.substring(0, path.lastIndexOf('.'))) : origin;
  }

  private void refuseDrift(Location file, Map<String, Field> found)
      throws UnreadableTableException {
    for (Map.Entry<String, Field> column : columns.entrySet()) {
      Field other = found.get(column.getKey());
      String name = column.getValue().getName();
      if (other == null) {
        throw drift(file, "it has no column " + name + ", which " + first + " has");
      }
      String type = TypeNames.of(column.getValue().getType());
      String otherType = TypeNames.of(other.getType());
      if (!type.equalsIgnoreCase(otherType)) {
        throw drift(
            file, "its column " + name + " is " + otherType + ", and " + type + " in " + first);
      }
    }
    for (Map.Entry<String, Field> column : found.entrySet()) {
      if (!columns.containsKey(column.getKey())) {
        String name = column.getValue().getName();
        throw drift(file, "it has a column " + name + ", which " + first + " has not");
      }
    }
  }

  private static UnreadableTableException drift(Location file, String reason) {
    return new UnreadableTableException(
        file, reason, "write it again, leave the column out, or let the schemas be united");
  }
}
