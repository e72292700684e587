/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.io.lake.HivePath;
import io.levada.io.lake.KnownRows;
import io.levada.io.lake.SqlDialect;
import io.levada.io.lake.TableOnDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What we write, as Spark SQL reads it, and what Spark SQL writes, as we read it. */
class SparkTablesIT {

  private static final KnownRows PLAIN = KnownRows.plain().partitioned();
  private static final KnownRows NESTED = KnownRows.nested().partitioned();
  private static final KnownRows ODD = KnownRows.oddPartitions();

  /** Spark, as Hive, has one folder for null and for the name that this folder has. */
  private static final KnownRows ODD_TO_SPARK =
      ODD.where(part -> !part.equals(HivePath.DEFAULT_PARTITION)).nullable();

  private static final String LEGACY = "spark.sql.parquet.writeLegacyFormat";
  private static final String TIMESTAMPS = "spark.sql.parquet.outputTimestampType";

  /** Lists and maps whose parts can't be null, which the legacy format has in two levels. */
  private static final String REQUIRED_PARTS =
      "SELECT 1 AS id, array(1L, -2L) AS scores, array('a', '') AS names,"
          + " array(named_struct('x', 1.5D, 'y', 'p'), named_struct('x', -0.5D, 'y', 'q')) AS points,"
          + " array(array(1), array(2, 3)) AS lists, map('k', 1L, 'l', 2L) AS counts";

  private static final String OTHER_TYPES =
      "SELECT TIMESTAMP'1969-12-31T23:59:59.999Z' AS millis,"
          + " TIMESTAMP_NTZ'1969-12-31T23:59:59.999999' AS without_zone, -128Y AS tiny";

  @TempDir private static Path folder;

  /** What Spark has read, by the name of the table. */
  private static final Map<String, SparkSql.Result> READ = new HashMap<>();

  /** All that Spark does, in one process. */
  @BeforeAll
  static void writeBothAndHaveSparkRead() throws Exception {
    Map<String, KnownRows> ours = Map.of("plain", PLAIN, "nested", NESTED, "odd", ODD);
    for (Map.Entry<String, KnownRows> table : ours.entrySet()) {
      KnownRows known = table.getValue();
      ours(table.getKey()).write(known.schema(), known.rows(), "part");
    }

    List<String> reads = List.copyOf(ours.keySet());
    List<String> statements = new ArrayList<>();
    for (String table : reads) {
      statements.add("SELECT * FROM parquet.`" + ours(table).folder() + "` ORDER BY id");
    }
    statements.addAll(writes());
    List<SparkSql.Result> results = SparkSql.run(folder.toFile(), statements);
    for (int i = 0; i < reads.size(); i++) {
      READ.put(reads.get(i), results.get(i));
    }
  }

  private static List<String> writes() {
    List<String> statements = new ArrayList<>();
    statements.add(set(TIMESTAMPS, "INT96"));
    statements.addAll(writes("plain_int96", PLAIN));
    statements.add(set(LEGACY, "true"));
    statements.addAll(writes("plain_legacy", PLAIN));
    statements.addAll(writes("nested_legacy", NESTED));
    statements.add(writes("required_legacy", REQUIRED_PARTS));
    statements.add(set(LEGACY, "false"));
    statements.add(set(TIMESTAMPS, "TIMESTAMP_MICROS"));
    statements.addAll(writes("plain_micros", PLAIN));
    statements.addAll(writes("nested", NESTED));
    statements.add(writes("required", REQUIRED_PARTS));
    statements.addAll(writes("odd", ODD_TO_SPARK));
    statements.add(set(TIMESTAMPS, "TIMESTAMP_MILLIS"));
    statements.add(writes("other_types", OTHER_TYPES));
    return statements;
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain_int96", "plain_micros", "plain_legacy"})
  void writesPlainColumnsOfAllTypesThatWeReadToTheSameRows(String table) throws IOException {
    sparks(table).assertHolds(PLAIN.nullable().schema(), PLAIN.nullable().rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nested", "nested_legacy"})
  void writesListsMapsAndStructsThatWeReadToTheSameRows(String table) throws IOException {
    sparks(table).assertHolds(NESTED.nullable().schema(), NESTED.nullable().rows());
  }

  @ParameterizedTest
  @ValueSource(strings = {"required", "required_legacy"})
  void writesListsAndMapsWithoutNullsThatWeReadAsSuch(String table) throws IOException {
    Schema point = Schema.builder().addDoubleField("x").addStringField("y").build();
    Schema schema =
        Schema.builder()
            .addInt32Field("id")
            .addArrayField("scores", FieldType.INT64)
            .addArrayField("names", FieldType.STRING)
            .addArrayField("points", FieldType.row(point))
            .addArrayField("lists", FieldType.array(FieldType.INT32))
            .addMapField("counts", FieldType.STRING, FieldType.INT64)
            .build();

    sparks(table)
        .assertHolds(
            schema,
            List.of(
                row(
                    schema,
                    1,
                    List.of(1L, -2L),
                    List.of("a", ""),
                    List.of(row(point, 1.5, "p"), row(point, -0.5, "q")),
                    List.of(List.of(1), List.of(2, 3)),
                    Map.of("k", 1L, "l", 2L))));
  }

  @Test
  void writesTimestampsOfMillisecondsOrWithoutAZoneAndBytesThatWeReadAsTheWiderType()
      throws IOException {
    FieldType timestamp = FieldType.logicalType(SqlTypes.TIMESTAMP);
    Schema schema =
        Schema.builder()
            .addField("millis", timestamp)
            .addField("without_zone", timestamp)
            .addInt16Field("tiny")
            .build();

    sparks("other_types")
        .assertHolds(
            schema,
            List.of(
                row(
                    schema,
                    Instant.parse("1969-12-31T23:59:59.999Z"),
                    Instant.parse("1969-12-31T23:59:59.999999Z"),
                    (short) -128)));
  }

  /** Without which the tests above would prove less than they say. */
  @ParameterizedTest
  @CsvSource({
    "plain_int96, instant, INT96",
    "plain_int96, d5_2, INT32",
    "plain_micros, instant, INT64",
    "plain_legacy, d5_2, FIXED_LEN_BYTE_ARRAY",
    "nested, element, BYTE_ARRAY",
    "nested_legacy, array, BYTE_ARRAY",
    "required, element, INT64",
    "required_legacy, array, INT64"
  })
  void writesInTheFormThatTheTableIsFor(String table, String column, String type)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet form =
            statement.executeQuery(
                "SELECT type FROM parquet_schema('"
                    + sparks(table).folder()
                    + "/**/*.parquet') WHERE name = '"
                    + column
                    + "' AND type IS NOT NULL")) {
      assertThat(form.next(), is(true));
      assertThat(form.getString(1), equalTo(type));
    }
  }

  @Test
  void writesPartitionsOfEveryOddNameThatWeReadToTheSameRows() throws IOException {
    sparks("odd").assertHolds(ODD_TO_SPARK.schema(), ODD_TO_SPARK.rows());
  }

  @Test
  void readsPlainColumnsOfAllTypesToTheSameRows() {
    assertThat(READ.get("plain").rows(), equalTo(PLAIN.texts()));
  }

  @Test
  void readsPlainColumnsAsTheTypesTheyAre() {
    assertThat(
        READ.get("plain").schema(),
        equalTo(
            "struct<id:int,text:string,raw:binary,flag:boolean,small:smallint,number:int,"
                + "big:bigint,single:float,twice:double,d5_2:decimal(5,2),d18_4:decimal(18,4),"
                + "d38_10:decimal(38,10),day:date,instant:timestamp,part:string>"));
  }

  @Test
  void readsListsMapsAndStructsToTheSameRows() {
    assertThat(READ.get("nested").rows(), equalTo(NESTED.texts()));
  }

  @Test
  void readsPartitionsOfEveryOddName() {
    assertThat(READ.get("odd").rows(), equalTo(ODD.texts()));
  }

  private static String set(String option, String value) {
    return "SET " + option + "=" + value;
  }

  private static String writes(String name, String select) {
    return "INSERT OVERWRITE DIRECTORY '" + sparks(name).folder() + "' USING parquet " + select;
  }

  private static List<String> writes(String name, KnownRows known) {
    return List.of(
        "CREATE TABLE known_"
            + name
            + " ("
            + SqlDialect.SPARK.columns(known.schema())
            + ") USING parquet PARTITIONED BY (part) LOCATION '"
            + sparks(name).folder()
            + "'",
        "INSERT INTO known_" + name + " VALUES " + SqlDialect.SPARK.values(known.rows()));
  }

  private static TableOnDisk ours(String name) {
    return new TableOnDisk(folder.resolve("ours").resolve(name));
  }

  private static TableOnDisk sparks(String name) {
    return new TableOnDisk(folder.resolve("sparks").resolve(name));
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(values);
  }
}
