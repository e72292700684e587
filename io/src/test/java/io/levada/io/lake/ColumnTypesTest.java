/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.lake.FileFormat.Compression;
import io.levada.io.lake.FileFormat.TimestampUnit;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.io.parquet.ParquetIO;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.ToString;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ColumnTypesTest {

  private static final FieldType DATE = FieldType.logicalType(SqlTypes.DATE);
  private static final FieldType TIMESTAMP = FieldType.logicalType(SqlTypes.TIMESTAMP);
  private static final Schema REQUIRED =
      Schema.builder()
          .addStringField("text")
          .addByteArrayField("raw")
          .addBooleanField("flag")
          .addInt16Field("small")
          .addInt32Field("int")
          .addInt64Field("long")
          .addFloatField("float")
          .addDoubleField("double")
          .addField("d5_2", decimal(5, 2))
          .addField("d18_4", decimal(18, 4))
          .addField("d38_10", decimal(38, 10))
          .addField("day", DATE)
          .addField("instant", TIMESTAMP)
          .build();
  private static final Schema NULLABLE =
      Schema.builder()
          .addFields(REQUIRED.getFields().stream().map(field -> field.withNullable(true)).toList())
          .build();
  private static final Instant BEFORE_1970 = Instant.parse("1969-12-31T23:59:59.999999Z");

  private static final List<Object> ORDINARY =
      List.of(
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
          Instant.parse("2026-01-31T12:34:56.789012Z"));
  private static final List<Object> LOWEST =
      List.of(
          "",
          new byte[0],
          false,
          Short.MIN_VALUE,
          Integer.MIN_VALUE,
          Long.MIN_VALUE,
          Float.NEGATIVE_INFINITY,
          -0.0,
          new BigDecimal("-999.99"),
          new BigDecimal("-99999999999999.9999"),
          new BigDecimal("-9999999999999999999999999999.9999999999"),
          LocalDate.of(1, 1, 1),
          BEFORE_1970);
  private static final List<Object> HIGHEST =
      List.of(
          "\u0000\uFFFF",
          new byte[] {-128},
          true,
          Short.MAX_VALUE,
          Integer.MAX_VALUE,
          Long.MAX_VALUE,
          Float.NaN,
          Double.NaN,
          new BigDecimal("999.99"),
          new BigDecimal("99999999999999.9999"),
          new BigDecimal("9999999999999999999999999999.9999999999"),
          LocalDate.of(9999, 12, 31),
          Instant.parse("9999-12-31T23:59:59.999999Z"));
  private static final List<Object> NOTHING = Collections.nCopies(REQUIRED.getFieldCount(), null);

  @TempDir private Path folder;
  private Storages storages;
  private Location file;

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of("required", REQUIRED, rows(REQUIRED, ORDINARY, LOWEST, HIGHEST)),
        Arguments.of(
            "nullable", NULLABLE, rows(NULLABLE, NOTHING, ORDINARY, LOWEST, HIGHEST, NOTHING)),
        Arguments.of("all null", NULLABLE, rows(NULLABLE, NOTHING, NOTHING)));
  }

  @BeforeEach
  void begin() {
    storages = Storages.stagingIn(Location.of(folder.resolve("staging").toString()));
    file = Location.of(folder.resolve("table/f.parquet").toString());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tables")
  void readsBackEveryValueOfEveryType(String name, Schema schema, List<Row> rows)
      throws IOException {
    write(FileFormat.DEFAULT, schema, rows);

    assertThat(table().schema(), equalTo(schema));
    assertThat(read(), equalTo(rows));
  }

  @Test
  void cutsTimestampsToMillisecondsTowardsThePast() throws IOException {
    Schema schema = Schema.builder().addField("at", TIMESTAMP).build();

    write(
        FileFormat.DEFAULT.withTimestamps(TimestampUnit.MILLIS),
        schema,
        List.of(row(schema, BEFORE_1970), row(schema, Instant.parse("2026-01-31T00:00:00.0019Z"))));

    assertThat(
        read(),
        contains(
            row(schema, Instant.parse("1969-12-31T23:59:59.999Z")),
            row(schema, Instant.parse("2026-01-31T00:00:00.001Z"))));
  }

  @Test
  void readsBeamsDatetimeBackAsATimestamp() throws IOException {
    Schema schema = Schema.builder().addDateTimeField("at").build();

    write(
        FileFormat.DEFAULT,
        schema,
        List.of(row(schema, org.joda.time.Instant.parse("1969-12-31T23:59:59.999Z"))));

    Schema back = Schema.builder().addField("at", TIMESTAMP).build();
    assertThat(read(), contains(row(back, Instant.parse("1969-12-31T23:59:59.999Z"))));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void duckDbReadsEveryTypeInEveryCompression(Compression compression) throws Exception {
    write(
        FileFormat.DEFAULT.withCompression(compression),
        NULLABLE,
        rows(NULLABLE, ORDINARY, LOWEST, NOTHING));

    assertThat(
        duckDb(
            "SELECT text, hex(raw), flag, small, \"int\", long, \"float\", double, d5_2, d18_4,"
                + " d38_10, day, instant, typeof(small), typeof(d38_10), typeof(instant) FROM "),
        contains(
            "ção 😀, 00FF7F, true, 7, 42, 1099511627776, 1.5, -2.25, 123.45, 12345678901234.5678,"
                + " 1234567890123456789012345678.0123456789, 2026-01-31,"
                + " 2026-01-31 12:34:56.789012+00, SMALLINT, DECIMAL(38,10),"
                + " TIMESTAMP WITH TIME ZONE",
            ", , false, -32768, -2147483648, -9223372036854775808, -inf, -0.0, -999.99,"
                + " -99999999999999.9999, -9999999999999999999999999999.9999999999, 0001-01-01,"
                + " 1969-12-31 23:59:59.999999+00, SMALLINT, DECIMAL(38,10),"
                + " TIMESTAMP WITH TIME ZONE",
            "null, null, null, null, null, null, null, null, null, null, null, null, null,"
                + " SMALLINT, DECIMAL(38,10), TIMESTAMP WITH TIME ZONE"));
  }

  @Test
  void duckDbFindsRowsByTheStatistics() throws Exception {
    Schema schema =
        Schema.builder()
            .addInt64Field("long")
            .addDoubleField("double")
            .addStringField("text")
            .build();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200_000; i++) {
      rows.add(row(schema, (long) i, i == 7 ? Double.NaN : -i / 2.0, "text " + i));
    }
    write(FileFormat.DEFAULT, schema, rows);

    assertThat(
        duckDb("SELECT count(*), max(long) FILTER (double <= -99999) FROM "),
        contains("200000, 199999"));
    assertThat(
        duckDb(
            "SELECT count(*) FILTER (text = 'text 77777'), count(*) FILTER (isnan(double)) FROM "),
        contains("1, 1"));
  }

  @Test
  void beamsParquetIoReadsEveryType() throws IOException {
    write(FileFormat.DEFAULT, NULLABLE, rows(NULLABLE, ORDINARY, NOTHING));
    MessageType columns = BeamToParquet.schema(NULLABLE, Set.of(), TimestampUnit.MICROS);
    org.apache.avro.Schema avro = new AvroSchemaConverter().convert(columns);

    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply("Read", ParquetIO.read(avro).from(file.uri()))
                .apply("As text", ToString.elements()))
        .containsInAnyOrder(
            "{\"text\": \"ção 😀\", \"raw\": \"\\u0000ÿ\\u007F\", \"flag\": true, \"small\": 7,"
                + " \"int\": 42, \"long\": 1099511627776, \"float\": 1.5, \"double\": -2.25,"
                + " \"d5_2\": 12345, \"d18_4\": 123456789012345678, \"d38_10\": [9, 73, -80, -10,"
                + " -16, 2, 51, 19, -60, 73, -112, 78, -52, 103, 69, 21], \"day\": 20484,"
                + " \"instant\": 1769862896789012}",
            "{\"text\": null, \"raw\": null, \"flag\": null, \"small\": null, \"int\": null,"
                + " \"long\": null, \"float\": null, \"double\": null, \"d5_2\": null,"
                + " \"d18_4\": null, \"d38_10\": null, \"day\": null, \"instant\": null}");
    pipeline.run().waitUntilFinish();
  }

  @ParameterizedTest
  @CsvSource({"5,2,1000.00", "18,4,-100000000000000", "38,10,10000000000000000000000000000"})
  void refusesANumberWithMoreDigitsThanItsColumn(int precision, int scale, BigDecimal number) {
    Schema schema = Schema.builder().addField("n", decimal(precision, scale)).build();

    ArithmeticException large =
        assertThrows(
            ArithmeticException.class,
            () -> write(FileFormat.DEFAULT, schema, List.of(row(schema, number))));

    assertThat(
        large.getMessage(),
        equalTo(
            "Cannot write column n: a value of "
                + (precision + 1)
                + " digits, where it has "
                + precision));
  }

  @Test
  void refusesADecimalWithoutPrecision() {
    Schema schema = Schema.builder().addDecimalField("n").build();

    IllegalArgumentException unsized =
        assertThrows(
            IllegalArgumentException.class,
            () -> BeamToParquet.schema(schema, Set.of(), TimestampUnit.MICROS));

    assertThat(
        unsized.getMessage(),
        equalTo(
            "Cannot write decimal column n: it has no precision and scale (make it a"
                + " FixedPrecisionNumeric)"));
  }

  private void write(FileFormat format, Schema schema, List<Row> rows) throws IOException {
    ParquetFiles.write(storages, file, format, schema, rows);
  }

  private LakeTable table() throws IOException {
    return LakeTable.list(storages, file.parent());
  }

  private List<Row> read() throws IOException {
    return LakeIO.read(storages, table()).sample(1, Integer.MAX_VALUE);
  }

  private List<String> duckDb(String select) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone='UTC'");
      try (ResultSet result =
          statement.executeQuery(
              "SELECT COLUMNS(*)::VARCHAR FROM ("
                  + select
                  + "read_parquet('"
                  + file.uri()
                  + "'))")) {
        int columns = result.getMetaData().getColumnCount();
        while (result.next()) {
          List<String> values = new ArrayList<>();
          for (int i = 1; i <= columns; i++) {
            values.add(result.getString(i));
          }
          rows.add(String.join(", ", values));
        }
      }
    }
    return rows;
  }

  private static FieldType decimal(int precision, int scale) {
    return FieldType.logicalType(FixedPrecisionNumeric.of(precision, scale));
  }

  @SafeVarargs
  private static List<Row> rows(Schema schema, List<Object>... values) {
    return IntStream.range(0, values.length)
        .mapToObj(i -> Row.withSchema(schema).attachValues(values[i]))
        .toList();
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }
}
