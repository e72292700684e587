/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.Date;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;

/**
 * Any columns of all types, with lists, maps and structs in one another, and some rows of them.
 *
 * @param schema its names are unique in lower case
 */
public record AnyTable(Schema schema, List<Row> rows) {

  /** How deep lists, maps and structs are in one another at most. */
  private static final int MAX_DEPTH = 3;

  private static final int MAX_COLUMNS = 5;
  private static final int MAX_ROWS = 5;
  private static final int MAX_PARTS = 3;
  private static final double NULLS = 0.2;

  /** Tables of the types that a file of the lake can have. */
  public static Arbitrary<AnyTable> inFiles() {
    return of(types(scalars(), MAX_DEPTH));
  }

  /** As {@link #inFiles}, and with the types that only rows have. */
  public static Arbitrary<AnyTable> inMemory() {
    Arbitrary<FieldType> scalars =
        Arbitraries.frequencyOf(
            Tuple.of(6, scalars()),
            Tuple.of(1, Arbitraries.of(FieldType.DECIMAL, FieldType.DATETIME)));
    return of(types(scalars, MAX_DEPTH));
  }

  private static Arbitrary<AnyTable> of(Arbitrary<FieldType> types) {
    return schemas(types, MAX_COLUMNS)
        .flatMap(
            schema ->
                rows(schema).list().ofMaxSize(MAX_ROWS).map(rows -> new AnyTable(schema, rows)));
  }

  private static Arbitrary<Schema> schemas(Arbitrary<FieldType> types, int maxFields) {
    Arbitrary<Field> fields = Combinators.combine(names(), types).as(Field::of);
    return fields
        .list()
        .ofMinSize(1)
        .ofMaxSize(maxFields)
        .uniqueElements(field -> field.getName().toLowerCase(Locale.ROOT))
        .map(list -> Schema.builder().addFields(list).build());
  }

  private static Arbitrary<String> names() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(8)),
        Tuple.of(1, Arbitraries.of("list", "element", "array", "key_value", "key", "value")),
        Tuple.of(1, Arbitraries.of("a.b", "a b", "ção", "_", "a;b{}(),=", "1")));
  }

  private static Arbitrary<FieldType> types(Arbitrary<FieldType> scalars, int depth) {
    return Combinators.combine(requiredTypes(scalars, depth), Arbitraries.of(true, false))
        .as(FieldType::withNullable);
  }

  private static Arbitrary<FieldType> requiredTypes(Arbitrary<FieldType> scalars, int depth) {
    if (depth == 0) {
      return scalars;
    }

    Arbitrary<FieldType> parts = types(scalars, depth - 1);
    // The equality of a map does not see that of the arrays that are its keys.
    Arbitrary<FieldType> keys = scalars.filter(type -> type.getTypeName() != TypeName.BYTES);
    return Arbitraries.frequencyOf(
        Tuple.of(3, scalars),
        Tuple.of(1, parts.map(FieldType::array)),
        Tuple.of(1, Combinators.combine(keys, parts).as(FieldType::map)),
        Tuple.of(1, schemas(parts, MAX_PARTS).map(FieldType::row)));
  }

  private static Arbitrary<FieldType> scalars() {
    Arbitrary<FieldType> decimals =
        Arbitraries.integers()
            .between(1, 38)
            .flatMap(
                precision ->
                    Arbitraries.integers()
                        .between(0, precision)
                        .map(scale -> FixedPrecisionNumeric.of(precision, scale)))
            .map(FieldType::logicalType);
    return Arbitraries.frequencyOf(
        Tuple.of(
            10,
            Arbitraries.of(
                FieldType.STRING,
                FieldType.BYTES,
                FieldType.BOOLEAN,
                FieldType.INT16,
                FieldType.INT32,
                FieldType.INT64,
                FieldType.FLOAT,
                FieldType.DOUBLE,
                FieldType.logicalType(SqlTypes.DATE),
                FieldType.logicalType(SqlTypes.TIMESTAMP))),
        Tuple.of(2, decimals));
  }

  private static Arbitrary<Row> rows(Schema schema) {
    List<Arbitrary<Object>> values =
        schema.getFields().stream().map(field -> values(field.getType())).toList();
    return Combinators.combine(values)
        .as(list -> Row.withSchema(schema).attachValues(Arrays.asList(list.toArray())));
  }

  /** The values of a type, nulls included if it is nullable. */
  private static Arbitrary<Object> values(FieldType type) {
    Arbitrary<Object> values = present(type).asGeneric();
    return type.getNullable() ? values.injectNull(NULLS) : values;
  }

  private static Arbitrary<?> present(FieldType type) {
    return switch (type.getTypeName()) {
      case STRING -> texts(20);
      case BYTES -> Arbitraries.bytes().array(byte[].class).ofMaxSize(20);
      case BOOLEAN -> Arbitraries.of(true, false);
      case INT16 ->
          mixed(Arbitraries.shorts(), List.of(Short.MIN_VALUE, (short) 0, Short.MAX_VALUE));
      case INT32 -> mixed(Arbitraries.integers(), List.of(Integer.MIN_VALUE, 0, Integer.MAX_VALUE));
      case INT64 -> mixed(Arbitraries.longs(), List.of(Long.MIN_VALUE, 0L, Long.MAX_VALUE));
      case FLOAT ->
          mixed(
              Arbitraries.integers().map(Float::intBitsToFloat),
              List.of(0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MAX_VALUE));
      case DOUBLE ->
          mixed(
              Arbitraries.longs().map(Double::longBitsToDouble),
              List.of(0.0, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MAX_VALUE));
      case DECIMAL ->
          Combinators.combine(unscaled(50), Arbitraries.integers().between(-40, 40))
              .as(BigDecimal::new);
      case DATETIME ->
          Arbitraries.longs()
              .between(Long.MIN_VALUE / 1_000, Long.MAX_VALUE / 1_000)
              .map(org.joda.time.Instant::ofEpochMilli);
      case ARRAY -> values(type.getCollectionElementType()).list().ofMaxSize(MAX_PARTS);
      case MAP -> maps(type);
      case ROW -> rows(type.getRowSchema());
      default -> logical(type);
    };
  }

  /** Any values, and often enough those that break things. */
  private static <T> Arbitrary<T> mixed(Arbitrary<T> values, List<T> extremes) {
    return Arbitraries.frequencyOf(Tuple.of(3, values), Tuple.of(1, Arbitraries.of(extremes)));
  }

  private static Arbitrary<Map<Object, Object>> maps(FieldType type) {
    Arbitrary<Object> keys = present(type.getMapKeyType()).asGeneric();
    Arbitrary<Object> values = values(type.getMapValueType());
    return Combinators.combine(keys, values)
        .as(Arrays::asList)
        .list()
        .ofMaxSize(MAX_PARTS)
        .map(
            entries -> {
              Map<Object, Object> map = new LinkedHashMap<>();
              entries.forEach(entry -> map.put(entry.get(0), entry.get(1)));
              return map;
            });
  }

  private static Arbitrary<?> logical(FieldType type) {
    if (type.getLogicalType() instanceof Date) {
      return mixed(Arbitraries.integers(), List.of(Integer.MIN_VALUE, -1, Integer.MAX_VALUE))
          .map(LocalDate::ofEpochDay);
    }
    if (type.getLogicalType() instanceof FixedPrecisionNumeric) {
      Row argument = type.getLogicalType().getArgument();
      int scale = argument.getInt32("scale");
      return unscaled(argument.getInt32("precision")).map(digits -> new BigDecimal(digits, scale));
    }

    return mixed(Arbitraries.longs(), List.of(Long.MIN_VALUE, -1L, Long.MAX_VALUE))
        .map(Micros::toInstant);
  }

  private static Arbitrary<BigInteger> unscaled(int digits) {
    BigInteger limit = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
    return mixed(
        Arbitraries.bigIntegers().between(limit.negate(), limit),
        List.of(limit.negate(), BigInteger.ZERO, limit));
  }

  /** Text of any Unicode scalar values, control characters included. */
  public static Arbitrary<String> texts(int maxCodePoints) {
    Arbitrary<Integer> codePoints =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.integers().between(0, 0x7f)),
            Tuple.of(1, Arbitraries.integers().between(0x80, 0xd7ff)),
            Tuple.of(1, Arbitraries.integers().between(0xe000, 0x10ffff)));
    return codePoints
        .list()
        .ofMaxSize(maxCodePoints)
        .map(
            list -> {
              StringBuilder text = new StringBuilder();
              list.forEach(text::appendCodePoint);
              return text.toString();
            });
  }

  /** Beam's own text of a row fails where a list holds null. */
  @Override
  public String toString() {
    return schema + rows.stream().map(ValueText::of).collect(joining("\n  ", "\n  ", "\n"));
  }
}
