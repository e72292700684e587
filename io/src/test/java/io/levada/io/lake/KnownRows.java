/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ValueText;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;

/**
 * Rows that are written for others to read: every type, its extremes, and nothing in every place
 * where nothing can be.
 *
 * @param schema begins with a number for each row
 */
public record KnownRows(Schema schema, List<Row> rows) {

  private static final FieldType DATE = FieldType.logicalType(SqlTypes.DATE);
  private static final FieldType TIMESTAMP = FieldType.logicalType(SqlTypes.TIMESTAMP);
  private static final Instant BEFORE_1970 = Instant.parse("1969-12-31T23:59:59.999999Z");

  /** Plain columns of all types. */
  public static KnownRows plain() {
    Schema schema =
        Schema.builder()
            .addInt32Field("id")
            .addNullableField("text", FieldType.STRING)
            .addNullableField("raw", FieldType.BYTES)
            .addNullableField("flag", FieldType.BOOLEAN)
            .addNullableField("small", FieldType.INT16)
            .addNullableField("number", FieldType.INT32)
            .addNullableField("big", FieldType.INT64)
            .addNullableField("single", FieldType.FLOAT)
            .addNullableField("twice", FieldType.DOUBLE)
            .addNullableField("d5_2", decimal(5, 2))
            .addNullableField("d18_4", decimal(18, 4))
            .addNullableField("d38_10", decimal(38, 10))
            .addNullableField("day", DATE)
            .addNullableField("instant", TIMESTAMP)
            .build();
    return of(
        schema,
        values(
            "ção 😀",
            new byte[] {0, -1, 127},
            true,
            (short) 7,
            42,
            1L << 40,
            1.5f,
            -2.25,
            new BigDecimal("123.45"),
            new BigDecimal("12345678901234.5678"),
            new BigDecimal("1234567890123456789012345678.0123456789"),
            LocalDate.of(2026, 1, 31),
            Instant.parse("2026-01-31T12:34:56.789012Z")),
        values(
            "",
            new byte[0],
            false,
            Short.MIN_VALUE,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            Float.NEGATIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            new BigDecimal("-999.99"),
            new BigDecimal("-99999999999999.9999"),
            new BigDecimal("-9999999999999999999999999999.9999999999"),
            LocalDate.of(1, 1, 1),
            Instant.parse("0001-01-01T00:00:00Z")),
        values(
            "\u0000\uFFFF",
            new byte[] {-128},
            true,
            Short.MAX_VALUE,
            Integer.MAX_VALUE,
            Long.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Double.POSITIVE_INFINITY,
            new BigDecimal("999.99"),
            new BigDecimal("99999999999999.9999"),
            new BigDecimal("9999999999999999999999999999.9999999999"),
            LocalDate.of(9999, 12, 31),
            Instant.parse("9999-12-31T23:59:59.999999Z")),
        values(
            "long ".repeat(40_000),
            new byte[100_000],
            false,
            (short) 0,
            0,
            0L,
            Float.NaN,
            Double.NaN,
            new BigDecimal("0.00"),
            new BigDecimal("0.0000"),
            new BigDecimal("0.0000000000"),
            LocalDate.of(1969, 12, 31),
            BEFORE_1970),
        values(
            " \n\t'\"\\",
            new byte[] {39},
            true,
            (short) -1,
            -1,
            -1L,
            -0.0f,
            -0.0,
            new BigDecimal("-0.01"),
            new BigDecimal("-0.0001"),
            new BigDecimal("-0.0000000001"),
            LocalDate.of(1582, 10, 10),
            Instant.parse("1582-10-10T12:00:00Z")),
        values(
            "null",
            new byte[] {1, 2},
            false,
            (short) 1,
            1,
            1L,
            Float.MIN_VALUE,
            Double.MIN_VALUE,
            new BigDecimal("0.01"),
            new BigDecimal("0.0001"),
            new BigDecimal("0.0000000001"),
            LocalDate.EPOCH,
            Instant.EPOCH),
        Collections.nCopies(schema.getFieldCount() - 1, null));
  }

  /** Lists, maps and structs, and these in one another. */
  public static KnownRows nested() {
    Schema place =
        Schema.builder()
            .addNullableField("city", FieldType.STRING)
            .addNullableField("zip", FieldType.INT32)
            .addNullableField("area", decimal(38, 10))
            .addNullableField("seen", TIMESTAMP)
            .build();
    Schema item =
        Schema.builder()
            .addNullableField("name", FieldType.STRING)
            .addNullableField("price", decimal(18, 4))
            .addNullableField("raw", FieldType.BYTES)
            .addNullableField("day", DATE)
            .build();
    Schema flags =
        Schema.builder()
            .addNullableField("bits", list(FieldType.BOOLEAN))
            .addNullableField("small", FieldType.INT16)
            .build();
    Schema group =
        Schema.builder()
            .addNullableField("names", list(FieldType.STRING))
            .addNullableField("flags", FieldType.row(flags))
            .build();
    Schema point =
        Schema.builder()
            .addNullableField("x", FieldType.DOUBLE)
            .addNullableField("y", FieldType.FLOAT)
            .build();
    Schema schema =
        Schema.builder()
            .addInt32Field("id")
            .addNullableField("tags", list(FieldType.STRING))
            .addNullableField("scores", FieldType.array(FieldType.INT64))
            .addNullableField("counts", map(FieldType.INT64))
            .addNullableField("place", FieldType.row(place))
            .addNullableField("items", list(FieldType.row(item)))
            .addNullableField("series", map(list(FieldType.INT64)))
            .addNullableField("team", FieldType.row(group))
            .addNullableField("deep", list(list(map(FieldType.row(point)))))
            .build();
    Row screw =
        row(item, "screw", new BigDecimal("0.1500"), new byte[] {0, -1}, LocalDate.of(2026, 1, 31));
    Row oldest =
        row(item, "", new BigDecimal("-99999999999999.9999"), new byte[0], LocalDate.of(1, 1, 1));
    return of(
        schema,
        values(
            List.of("a", "ção 😀", "a"),
            List.of(Long.MIN_VALUE, 0L, Long.MAX_VALUE),
            entries("one", 1L, "ção", -1L, "", 0L),
            row(place, "Évora", 7000, new BigDecimal("1307.0800000000"), BEFORE_1970),
            List.of(screw, oldest),
            entries("even", List.of(2L, 4L), "odd", List.of(1L, 3L)),
            row(group, List.of("x", "y"), row(flags, List.of(true, false), Short.MIN_VALUE)),
            List.of(
                List.of(entries("p", row(point, 1.5, -0.0f)), entries("q", row(point, 2.5, 0f))),
                List.of(entries("r", row(point, Double.NaN, Float.POSITIVE_INFINITY))))),
        values(
            List.of(),
            List.of(),
            Map.of(),
            row(place, null, null, null, null),
            List.of(),
            Map.of(),
            row(group, List.of(), row(flags, List.of(), null)),
            List.of()),
        values(
            Arrays.asList(null, "", null),
            List.of(7L),
            entries("nothing", null),
            row(place, "", null, null, Instant.parse("9999-12-31T23:59:59.999999Z")),
            Arrays.asList(null, row(item, null, null, null, null), null),
            entries("none", null, "empty", List.of(), "nulls", Arrays.asList(null, null)),
            row(group, Collections.singletonList(null), row(flags, null, null)),
            Arrays.asList(
                null,
                List.of(),
                Arrays.asList(null, Map.of()),
                List.of(entries("null", null, "nulls", row(point, null, null))))),
        values(
            IntStream.range(0, 300).mapToObj(i -> "tag " + i).toList(),
            IntStream.range(0, 300).mapToObj(i -> (long) i).toList(),
            entries("x".repeat(10_000), 1L),
            row(place, "x".repeat(10_000), 0, new BigDecimal("-0.0000000001"), Instant.EPOCH),
            Collections.nCopies(100, screw),
            entries("long", IntStream.range(0, 300).mapToObj(i -> (long) -i).toList()),
            row(group, Collections.nCopies(300, null), null),
            Collections.nCopies(30, List.of(entries("k", row(point, 0.5, 0.5f))))),
        Collections.nCopies(schema.getFieldCount() - 1, null),
        values(null, null, null, null, null, null, row(group, null, null), null));
  }

  /** A row for each value of its last column, which no folder can have as it is, or hardly. */
  public static KnownRows oddPartitions() {
    Schema schema =
        Schema.builder().addInt32Field("id").addNullableField("part", FieldType.STRING).build();
    List<String> odd =
        Arrays.asList(
            "plain",
            "a b",
            "a/b",
            "a\\b",
            "a=b",
            "100%",
            "%2F",
            "a+b",
            "a&b;c|d~e`f$g!h@i,j(k)",
            "ação",
            "日本",
            "😀",
            "it's",
            "\"quoted\"",
            "[x]{y}",
            "a:b*c?d<e>f#g^h",
            HivePath.DEFAULT_PARTITION,
            "NULL",
            "null",
            "Null",
            "NaN",
            "2024-01-01",
            "007",
            "1e3",
            "true",
            ".",
            "..",
            "../..",
            ".hidden",
            "_hidden",
            " leading",
            "trailing ",
            " ",
            "line\nend",
            "tab\tcr\r",
            "\u0001\u007f\u0085",
            "x".repeat(200),
            null);
    return new KnownRows(
        schema, IntStream.range(0, odd.size()).mapToObj(i -> row(schema, i, odd.get(i))).toList());
  }

  /** The rows whose last column is null or such a text. */
  public KnownRows where(Predicate<String> part) {
    int last = schema.getFieldCount() - 1;
    return new KnownRows(
        schema,
        rows.stream()
            .filter(row -> row.getValue(last) == null || part.test(row.getString(last)))
            .toList());
  }

  /** The rows as others write them, who have no columns without nulls. */
  public KnownRows nullable() {
    return as(type -> type.withNullable(true));
  }

  /** The rows as those write them who have no numbers of 16 bits. */
  public KnownRows withoutInt16() {
    return as(
        type ->
            type.getTypeName() == TypeName.INT16
                ? FieldType.INT32.withNullable(type.getNullable())
                : type);
  }

  /** The same values, if not in the same classes, in columns of other types. */
  private KnownRows as(UnaryOperator<FieldType> change) {
    Schema changed = schema(schema, change);
    return new KnownRows(
        changed,
        rows.stream().map(row -> Row.withSchema(changed).attachValues(row.getValues())).toList());
  }

  private static Schema schema(Schema schema, UnaryOperator<FieldType> change) {
    Schema.Builder fields = Schema.builder();
    for (Field field : schema.getFields()) {
      fields.addField(field.getName(), type(field.getType(), change));
    }
    return fields.build();
  }

  private static FieldType type(FieldType type, UnaryOperator<FieldType> change) {
    FieldType changed =
        switch (type.getTypeName()) {
          case ARRAY -> FieldType.array(type(type.getCollectionElementType(), change));
          case MAP -> FieldType.map(type.getMapKeyType(), type(type.getMapValueType(), change));
          case ROW -> FieldType.row(schema(type.getRowSchema(), change));
          default -> type;
        };
    return change.apply(changed.withNullable(type.getNullable()));
  }

  /** The rows with a last column {@code part} of a few values and null. */
  public KnownRows partitioned() {
    Schema.Builder fields = Schema.builder().addFields(schema.getFields());
    Schema wider = fields.addNullableField("part", FieldType.STRING).build();
    return new KnownRows(
        wider,
        IntStream.range(0, rows.size())
            .mapToObj(
                i -> {
                  List<Object> values = new ArrayList<>(rows.get(i).getValues());
                  values.add(i % 3 == 0 ? null : "p " + i % 3);
                  return row(wider, values.toArray());
                })
            .toList());
  }

  /** What the rows are, as another reader should tell it. */
  public List<String> texts() {
    return rows.stream().map(ValueText::of).toList();
  }

  /** The rows, numbered. */
  private static KnownRows of(Schema schema, List<?>... rows) {
    return new KnownRows(
        schema,
        IntStream.range(0, rows.length)
            .mapToObj(
                id -> {
                  Object[] values = new Object[schema.getFieldCount()];
                  values[0] = id;
                  System.arraycopy(rows[id].toArray(), 0, values, 1, values.length - 1);
                  return row(schema, values);
                })
            .toList());
  }

  private static List<Object> values(Object... values) {
    return Arrays.asList(values);
  }

  private static FieldType decimal(int precision, int scale) {
    return FieldType.logicalType(FixedPrecisionNumeric.of(precision, scale));
  }

  private static FieldType list(FieldType element) {
    return FieldType.array(element.withNullable(true));
  }

  private static FieldType map(FieldType value) {
    return FieldType.map(FieldType.STRING, value.withNullable(true));
  }

  private static Map<String, Object> entries(Object... keysAndValues) {
    Map<String, Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return entries;
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }
}
