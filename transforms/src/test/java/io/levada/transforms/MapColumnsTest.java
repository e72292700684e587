/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static io.levada.transforms.ColumnExpression.column;
import static io.levada.transforms.ColumnExpression.constant;
import static io.levada.transforms.ColumnExpression.format;
import static io.levada.transforms.ColumnExpression.join;
import static io.levada.transforms.ColumnExpression.part;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.Envelope;
import io.levada.rows.ReadCount;
import io.levada.rows.Reject;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import io.levada.transforms.ColumnExpression.TimePart;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class MapColumnsTest {

  private static final Schema PEOPLE =
      Schema.builder()
          .addInt64Field("id")
          .addNullableField("nome", FieldType.STRING)
          .addNullableField("apelido", FieldType.STRING)
          .addNullableField("nascimento", FieldType.logicalType(SqlTypes.DATE))
          .build();

  private static final Row ANA = row(PEOPLE, 7L, "Ana", "Reis", LocalDate.of(1970, 3, 9));
  private static final Row BIA = row(PEOPLE, 8L, "Bia", null, null);

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  private static Schema nullable(Object... namesAndTypes) {
    Schema.Builder schema = Schema.builder();
    for (int i = 0; i < namesAndTypes.length; i += 2) {
      schema.addNullableField((String) namesAndTypes[i], (FieldType) namesAndTypes[i + 1]);
    }
    return schema.build();
  }

  private static PCollectionTuple mapped(
      TestPipeline pipeline, ColumnMapping mapping, Schema schema, Row... rows) {
    return pipeline
        .apply("Rows", Create.of(List.of(rows)).withRowSchema(schema))
        .apply("Map columns", MapColumns.by(mapping));
  }

  private static void assertMaps(
      TestPipeline pipeline, ColumnMapping mapping, Schema schema, Object[]... values) {
    PCollectionTuple mapped = mapped(pipeline, mapping, PEOPLE, ANA, BIA);

    assertThat(mapped.get(MapColumns.rowsTag()).getSchema(), equalTo(schema));
    PAssert.that(mapped.get(MapColumns.rowsTag()))
        .containsInAnyOrder(Arrays.stream(values).map(row -> row(schema, row)).toList());
    PAssert.that(mapped.get(MapColumns.rejectsTag())).empty();
    pipeline.run();
  }

  private static Object[] values(Object... values) {
    return values;
  }

  @Test
  void renamesAndDrops(TestPipeline pipeline) {
    assertMaps(
        pipeline,
        ColumnMapping.of(MappedColumn.renamed("nome", "name"), MappedColumn.renamed("ID", "pk")),
        nullable("name", FieldType.STRING, "pk", FieldType.INT64),
        values("Ana", 7L),
        values("Bia", 8L));
  }

  @Test
  void keepsTheOthersIfAskedTo(TestPipeline pipeline) {
    assertMaps(
        pipeline,
        ColumnMapping.of(
                MappedColumn.renamed("nome", "name"),
                MappedColumn.of("full", join(" ", List.of(column("nome"), column("apelido")))))
            .keepingOthers(Set.of("nascimento")),
        nullable(
            "name", FieldType.STRING,
            "full", FieldType.STRING,
            "id", FieldType.INT64,
            "apelido", FieldType.STRING),
        values("Ana", "Ana Reis", 7L, "Reis"),
        values("Bia", "Bia", 8L, null));
  }

  @Test
  void makesConstants(TestPipeline pipeline) {
    assertMaps(
        pipeline,
        ColumnMapping.of(
            MappedColumn.of("a", constant("v1")),
            MappedColumn.of("b", constant(5L)),
            MappedColumn.of("c", constant(new BigDecimal("0.50"))),
            MappedColumn.of("d", constant(true))),
        nullable(
            "a", FieldType.STRING,
            "b", FieldType.INT64,
            "c", FieldType.logicalType(FixedPrecisionNumeric.of(2, 2)),
            "d", FieldType.BOOLEAN),
        values("v1", 5L, new BigDecimal("0.50"), true),
        values("v1", 5L, new BigDecimal("0.50"), true));
  }

  @Test
  void takesPartsOfDates(TestPipeline pipeline) {
    ColumnExpression born = column("nascimento");

    assertMaps(
        pipeline,
        ColumnMapping.of(
            MappedColumn.of("ano", part(TimePart.YEAR, born)),
            MappedColumn.of("mes", part(TimePart.MONTH, born)),
            MappedColumn.of("dia", part(TimePart.DAY, born)),
            MappedColumn.of("ttl", part(TimePart.EPOCH, born)),
            MappedColumn.of("text", format("yyyy-MM", born))),
        nullable(
            "ano", FieldType.INT32,
            "mes", FieldType.INT32,
            "dia", FieldType.INT32,
            "ttl", FieldType.INT64,
            "text", FieldType.STRING),
        values(1970, 3, 9, 5_788_800L, "1970-03"),
        values(null, null, null, null, null));
  }

  @Test
  void takesPartsOfTimesInTheZone(TestPipeline pipeline) {
    Schema schema = Schema.builder().addStringField("at").build();
    ColumnMapping mapping =
        ColumnMapping.of(
            MappedColumn.of("day", part(TimePart.DAY, column("at"))),
            MappedColumn.of("hour", part(TimePart.HOUR, column("at"))),
            MappedColumn.of("minute", part(TimePart.MINUTE, column("at"))),
            MappedColumn.of("second", part(TimePart.SECOND, column("at"))),
            MappedColumn.of("millis", part(TimePart.EPOCH_MILLIS, column("at"))));

    PCollectionTuple mapped =
        pipeline
            .apply("Rows", Create.of(row(schema, "2024-05-01T01:02:03.004Z")).withRowSchema(schema))
            .apply(MapColumns.by(mapping).withZone(ZoneId.of("America/Sao_Paulo")));

    PAssert.that(mapped.get(MapColumns.rowsTag()))
        .satisfies(
            rows -> {
              assertThat(
                  rows.iterator().next().getValues(), contains(30, 22, 2, 3, 1714525323004L));
              return null;
            });
    pipeline.run();
  }

  private static ColumnMapping cast(ValueType type) {
    return ColumnMapping.of(MappedColumn.renamed("v", "v").as(type));
  }

  private static void assertCasts(
      TestPipeline pipeline, FieldType from, ValueType to, Object... pairs) {
    Schema schema = nullable("v", from);
    Row[] rows = new Row[pairs.length / 2];
    List<Row> expected = new ArrayList<>();
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(schema, pairs[2 * i]);
      expected.add(row(nullable("v", to.toFieldType()), pairs[2 * i + 1]));
    }

    PCollectionTuple mapped = mapped(pipeline, cast(to), schema, rows);

    PAssert.that(mapped.get(MapColumns.rowsTag())).containsInAnyOrder(expected);
    PAssert.that(mapped.get(MapColumns.rejectsTag())).empty();
    pipeline.run();
  }

  private static void assertRejects(
      TestPipeline pipeline, FieldType from, ValueType to, Object... values) {
    Schema schema = nullable("v", from);
    Row[] rows = Arrays.stream(values).map(value -> row(schema, value)).toArray(Row[]::new);

    PCollectionTuple mapped = mapped(pipeline, cast(to), schema, rows);

    int count = values.length;
    PAssert.that(mapped.get(MapColumns.rowsTag())).empty();
    PAssert.that(mapped.get(MapColumns.rejectsTag()))
        .satisfies(
            rejects -> {
              int found = 0;
              for (Reject reject : rejects) {
                assertThat(reject.code(), equalTo("BAD_CAST"));
                assertThat(reject.message(), equalTo("Column v can't be cast to " + to));
                found++;
              }
              assertThat(found, equalTo(count));
              return null;
            });
    pipeline.run();
  }

  @Test
  void castsTextToIntegers(TestPipeline pipeline) {
    assertCasts(
        pipeline,
        FieldType.STRING,
        ValueType.LONG,
        "007",
        7L,
        "-1e3",
        -1000L,
        "9223372036854775807",
        Long.MAX_VALUE,
        "5.00",
        5L,
        null,
        null);
  }

  @Test
  void rejectsTextThatIsNoInteger(TestPipeline pipeline) {
    assertRejects(
        pipeline,
        FieldType.STRING,
        ValueType.LONG,
        "",
        " 7",
        "7.5",
        "9223372036854775808",
        "1e9999",
        "NaN",
        "0x10",
        "1,5");
  }

  @Test
  void castsIntegersWhereTheyFit(TestPipeline pipeline) {
    assertCasts(pipeline, FieldType.INT64, ValueType.INT, -5L, -5, 2147483647L, 2147483647);
  }

  @Test
  void rejectsIntegersThatDoNotFit(TestPipeline pipeline) {
    assertRejects(pipeline, FieldType.INT64, ValueType.INT, 2147483648L, Long.MIN_VALUE);
  }

  @Test
  void castsToTheDoubleOfThatText(TestPipeline pipeline) {
    assertCasts(
        pipeline, FieldType.STRING, ValueType.DOUBLE, "0.10", 0.1, "1e300", 1e300, "-0", 0.0);
  }

  @Test
  void rejectsNumbersThatADoubleRounds(TestPipeline pipeline) {
    assertRejects(
        pipeline, FieldType.STRING, ValueType.DOUBLE, "9007199254740993", "1e400", "1e-400");
  }

  @Test
  void castsDoublesToFloatsOfThatText(TestPipeline pipeline) {
    assertCasts(pipeline, FieldType.DOUBLE, ValueType.FLOAT, 0.1, 0.1f, -2.5, -2.5f);
  }

  @Test
  void rejectsDoublesThatAFloatRounds(TestPipeline pipeline) {
    assertRejects(pipeline, FieldType.DOUBLE, ValueType.FLOAT, 0.123456789, 1e300, Double.NaN);
  }

  @Test
  void castsToDecimalsOfThatValue(TestPipeline pipeline) {
    assertCasts(
        pipeline,
        FieldType.DOUBLE,
        ValueType.decimal(5, 2),
        1200.5 / 10,
        new BigDecimal("120.05"),
        0.1,
        new BigDecimal("0.10"));
  }

  @Test
  void rejectsWhatADecimalWouldRound(TestPipeline pipeline) {
    assertRejects(
        pipeline,
        FieldType.STRING,
        ValueType.decimal(5, 2),
        "0.125",
        "1000",
        "1e9999",
        "-1e9999",
        "Infinity");
  }

  @Test
  void castsZerosOfAnyLength(TestPipeline pipeline) {
    assertCasts(
        pipeline, FieldType.STRING, ValueType.decimal(2, 1), "0e9999", new BigDecimal("0.0"));
  }

  @Test
  void castsToBooleans(TestPipeline pipeline) {
    assertCasts(pipeline, FieldType.STRING, ValueType.BOOLEAN, "TRUE", true, "false", false);
  }

  @Test
  void castsOneAndZeroToBooleans(TestPipeline pipeline) {
    assertCasts(pipeline, FieldType.INT32, ValueType.BOOLEAN, 1, true, 0, false);
  }

  @Test
  void rejectsWhatIsNoBoolean(TestPipeline pipeline) {
    assertRejects(pipeline, FieldType.STRING, ValueType.BOOLEAN, "sim", "1", "");
  }

  @Test
  void castsToDates(TestPipeline pipeline) {
    assertCasts(
        pipeline,
        FieldType.STRING,
        ValueType.DATE,
        "2024-02-29",
        LocalDate.of(2024, 2, 29),
        "2024-02-29T23:30:00-01:00",
        LocalDate.of(2024, 3, 1));
  }

  @Test
  void castsToTimestamps(TestPipeline pipeline) {
    assertCasts(
        pipeline,
        FieldType.INT64,
        ValueType.TIMESTAMP,
        0L,
        Instant.EPOCH,
        1442018818771L,
        Instant.parse("2015-09-12T00:46:58.771Z"));
  }

  @Test
  void rejectsWhatIsNoDate(TestPipeline pipeline) {
    assertRejects(pipeline, FieldType.STRING, ValueType.DATE, "2023-02-29", "ontem");
  }

  @Test
  void castsToBytes(TestPipeline pipeline) {
    PCollectionTuple mapped =
        mapped(
            pipeline,
            cast(ValueType.BYTES),
            nullable("v", FieldType.STRING),
            row(nullable("v", FieldType.STRING), "AQI="));

    PAssert.that(mapped.get(MapColumns.rowsTag()))
        .satisfies(
            rows -> {
              assertThat(rows.iterator().next().getBytes("v"), equalTo(new byte[] {1, 2}));
              return null;
            });
    pipeline.run();
  }

  @Test
  void rejectsWhatIsNoBase64(TestPipeline pipeline) {
    assertRejects(pipeline, FieldType.STRING, ValueType.BYTES, "?", "A");
  }

  @Test
  void castsDecimalsToText(TestPipeline pipeline) {
    assertCasts(
        pipeline,
        FieldType.logicalType(FixedPrecisionNumeric.of(6, 2)),
        ValueType.STRING,
        new BigDecimal("1200.50"),
        "1200.5",
        new BigDecimal("-100.00"),
        "-100");
  }

  @Test
  void castsNestedValuesToJson(TestPipeline pipeline) {
    assertCasts(
        pipeline,
        FieldType.array(FieldType.STRING.withNullable(true)),
        ValueType.STRING,
        List.of("a", "b"),
        "[\"a\",\"b\"]");
  }

  @Test
  void castsInstantsToText(TestPipeline pipeline) {
    assertCasts(
        pipeline,
        FieldType.DATETIME,
        ValueType.STRING,
        org.joda.time.Instant.parse("2024-05-01T01:02:03.004Z"),
        "2024-05-01T01:02:03.004Z");
  }

  @Test
  void rejectsPartsOfWhatIsNoDate(TestPipeline pipeline) {
    Schema schema = nullable("v", FieldType.STRING);

    PCollectionTuple mapped =
        mapped(
            pipeline,
            ColumnMapping.of(MappedColumn.of("y", part(TimePart.YEAR, column("v")))),
            schema,
            row(schema, "soon"));

    PAssert.that(mapped.get(MapColumns.rejectsTag()))
        .containsInAnyOrder(
            new Reject(
                SourcePosition.NONE,
                "BAD_TIMESTAMP",
                "Column y is not a date of the years 0001 to 9999",
                Reject.Content.row("{\"v\":\"soon\"}".getBytes(UTF_8))));
    pipeline.run();
  }

  @Test
  void givesEqualNumbersOneText(TestPipeline pipeline) {
    Schema schema = nullable("v", FieldType.STRING);

    PCollectionTuple mapped =
        mapped(
            pipeline,
            ColumnMapping.of(MappedColumn.of("n", ColumnExpression.number(column("v")))),
            schema,
            row(schema, "+1200.50"),
            row(schema, "12005e-1"),
            row(schema, "-0.0"),
            row(schema, "1e100"),
            row(schema, "1.200,50"));

    Schema output = nullable("n", FieldType.STRING);
    PAssert.that(mapped.get(MapColumns.rowsTag()))
        .containsInAnyOrder(
            row(output, "1200.5"), row(output, "1200.5"), row(output, "0"), row(output, "1E+100"));
    PAssert.that(mapped.get(MapColumns.rejectsTag()))
        .containsInAnyOrder(
            new Reject(
                SourcePosition.NONE,
                "BAD_CAST",
                "Column n is no number",
                Reject.Content.row("{\"v\":\"1.200,50\"}".getBytes(UTF_8))));
    pipeline.run();
  }

  @Test
  void putsRejectsIntoTheEnvelopeAndPassesNotes(TestPipeline pipeline) {
    Schema schema = Envelope.around(nullable("v", FieldType.STRING));
    ReadCount read = new ReadCount(1, 0, 9, true, new Tally(2, 3, 4));
    Schema output = Envelope.around(nullable("v", FieldType.INT32));
    Reject reject =
        new Reject(
            new SourcePosition(3, 40),
            "BAD_CAST",
            "Column v can't be cast to int",
            Reject.Content.row("{\"v\":\"x\"}".getBytes(UTF_8)));

    PCollectionTuple mapped =
        mapped(
            pipeline,
            cast(ValueType.INT),
            schema,
            row(schema, 3, 40L, null, "x"),
            row(schema, 3, 50L, null, "5"),
            Envelope.of(schema, read));

    assertThat(mapped.get(MapColumns.rowsTag()).getSchema(), equalTo(output));
    PAssert.that(mapped.get(MapColumns.rowsTag()))
        .containsInAnyOrder(
            Envelope.of(output, reject), Envelope.of(output, read), row(output, 3, 50L, null, 5));
    PAssert.that(mapped.get(MapColumns.rejectsTag())).empty();
    pipeline.run();
  }

  private static void assertRefused(Supplier<ColumnMapping> mapping, String message) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> mapping.get().schemaOf(PEOPLE));

    assertThat(refused.getMessage(), equalTo(message));
  }

  @Test
  void refusesAColumnThatIsNotThere() {
    assertRefused(
        () -> ColumnMapping.of(MappedColumn.renamed("name", "pk")),
        "Cannot find column name (the columns are [id, nome, apelido, nascimento])");
  }

  @Test
  void refusesAColumnTwice() {
    assertRefused(
        () -> ColumnMapping.of(MappedColumn.renamed("id", "a"), MappedColumn.renamed("nome", "A")),
        "Cannot make column A twice (give one another name)");
  }

  @Test
  void refusesAColumnBesideOneThatIsKept() {
    assertRefused(
        () -> ColumnMapping.of(MappedColumn.renamed("id", "Nome")).keepingOthers(Set.of()),
        "Cannot make column Nome: the rows have one of that name, which is kept (drop it, or give"
            + " one another name)");
  }

  @Test
  void refusesToDropAll() {
    assertRefused(
        () -> ColumnMapping.of().keepingOthers(Set.copyOf(PEOPLE.getFieldNames())),
        "Cannot drop all columns (keep at least one)");
  }

  @Test
  void refusesACastThatNoValueTakes() {
    assertRefused(
        () -> ColumnMapping.of(MappedColumn.renamed("nascimento", "n").as(ValueType.LONG)),
        "Cannot cast column n to long: no date is a long (give it another type)");
  }

  @Test
  void refusesThePartOfWhatIsNoDate() {
    Schema schema = Schema.builder().addBooleanField("b").build();

    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> part(TimePart.YEAR, column("b")).typeIn(schema));

    assertThat(
        refused.getMessage(),
        equalTo(
            "Cannot take a part of the date of [b]: it is neither a timestamp nor a date, string,"
                + " int or long"));
  }

  @Test
  void refusesAPatternThatIsNone() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> format("yyyy-bb", column("b")));

    assertThat(
        refused.getMessage(),
        equalTo("Invalid date pattern: 'yyyy-bb' (take one such as yyyy-MM-dd)"));
  }
}
