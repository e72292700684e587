/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, as DuckDB reads it, and what DuckDB writes, as we read it. */
class DuckDbTablesTest {

  @TempDir private Path folder;
  private TableOnDisk table;

  @BeforeEach
  void begin() {
    table = new TableOnDisk(folder.resolve("table"));
  }

  @Test
  void readsPlainColumnsOfAllTypesToTheSameRows() throws Exception {
    KnownRows known = KnownRows.plain();
    table.write(known.schema(), known.rows());

    assertThat(DuckDb.rows("FROM " + table() + " ORDER BY id"), equalTo(known.texts()));
  }

  @Test
  void readsPlainColumnsAsTheTypesTheyAre() throws Exception {
    KnownRows known = KnownRows.plain();
    table.write(known.schema(), known.rows());

    assertThat(
        columns(),
        contains(
            "(column_name 'id', column_type 'INTEGER')",
            "(column_name 'text', column_type 'VARCHAR')",
            "(column_name 'raw', column_type 'BLOB')",
            "(column_name 'flag', column_type 'BOOLEAN')",
            "(column_name 'small', column_type 'SMALLINT')",
            "(column_name 'number', column_type 'INTEGER')",
            "(column_name 'big', column_type 'BIGINT')",
            "(column_name 'single', column_type 'FLOAT')",
            "(column_name 'twice', column_type 'DOUBLE')",
            "(column_name 'd5_2', column_type 'DECIMAL(5,2)')",
            "(column_name 'd18_4', column_type 'DECIMAL(18,4)')",
            "(column_name 'd38_10', column_type 'DECIMAL(38,10)')",
            "(column_name 'day', column_type 'DATE')",
            "(column_name 'instant', column_type 'TIMESTAMP WITH TIME ZONE')"));
  }

  @Test
  void readsListsMapsAndStructsToTheSameRows() throws Exception {
    KnownRows known = KnownRows.nested();
    table.write(known.schema(), known.rows());

    assertThat(DuckDb.rows("FROM " + table() + " ORDER BY id"), equalTo(known.texts()));
  }

  @Test
  void readsPartitionsOfEveryOddName() throws Exception {
    KnownRows known = KnownRows.oddPartitions();
    table.write(known.schema(), known.rows(), "part");

    assertThat(DuckDb.rows("FROM " + table() + " ORDER BY id"), equalTo(known.texts()));
  }

  @Test
  void writesPlainColumnsOfAllTypesThatWeReadToTheSameRows() throws Exception {
    KnownRows known = KnownRows.plain().partitioned().nullable();
    writeWithDuckDb(known, "PARTITION_BY (part)");

    table.assertHolds(known.schema(), known.rows());
  }

  @Test
  void writesListsMapsAndStructsThatWeReadToTheSameRows() throws Exception {
    KnownRows known = KnownRows.nested().partitioned().nullable();
    writeWithDuckDb(known, "PARTITION_BY (part)");

    table.assertHolds(known.schema(), known.rows());
  }

  /** DuckDB, as Hive, has one folder for null and for the name that this folder has. */
  @Test
  void writesPartitionsOfEveryOddNameThatWeReadToTheSameRows() throws Exception {
    KnownRows known =
        KnownRows.oddPartitions()
            .where(part -> !part.equals(HivePath.DEFAULT_PARTITION))
            .nullable();
    writeWithDuckDb(known, "PARTITION_BY (part)");

    table.assertHolds(known.schema(), known.rows());
  }

  @Test
  void writesItsOtherTypesThatWeReadAsWiderOnes() throws Exception {
    Files.createDirectories(table.folder());
    DuckDb.execute(
        "COPY (SELECT (-128)::TINYINT tiny, 255::UTINYINT u8, 65535::USMALLINT u16,"
            + " 4294967295::UINTEGER u32, 18446744073709551615::UBIGINT u64,"
            + " 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'::UUID uuid, 'b'::ENUM ('a', 'b') choice,"
            + " (-9.9)::DECIMAL(2, 1) d2_1, 123456789::DECIMAL(9, 0) d9_0,"
            + " TIMESTAMP '1969-12-31 23:59:59.999999' micros,"
            + " '1969-12-31 23:59:59.999'::TIMESTAMP_MS millis,"
            + " '1969-12-31 23:59:59'::TIMESTAMP_S whole_seconds,"
            + " '1969-12-31 23:59:59.999999001'::TIMESTAMP_NS nanos,"
            + " '{\"a\": 1}'::JSON AS document) TO '"
            + table.folder().resolve("f.parquet")
            + "' (FORMAT parquet)");

    FieldType timestamp = FieldType.logicalType(SqlTypes.TIMESTAMP).withNullable(true);
    Schema schema =
        Schema.builder()
            .addNullableField("tiny", FieldType.INT16)
            .addNullableField("u8", FieldType.INT32)
            .addNullableField("u16", FieldType.INT32)
            .addNullableField("u32", FieldType.INT64)
            .addNullableField("u64", FieldType.logicalType(FixedPrecisionNumeric.of(20, 0)))
            .addNullableField("uuid", FieldType.STRING)
            .addNullableField("choice", FieldType.STRING)
            .addNullableField("d2_1", FieldType.logicalType(FixedPrecisionNumeric.of(2, 1)))
            .addNullableField("d9_0", FieldType.logicalType(FixedPrecisionNumeric.of(9, 0)))
            .addField("micros", timestamp)
            .addField("millis", timestamp)
            .addField("whole_seconds", timestamp)
            .addField("nanos", timestamp)
            .addNullableField("document", FieldType.STRING)
            .build();
    table.assertHolds(
        schema,
        List.of(
            Row.withSchema(schema)
                .attachValues(
                    (short) -128,
                    255,
                    65_535,
                    4_294_967_295L,
                    new BigDecimal("18446744073709551615"),
                    "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                    "b",
                    new BigDecimal("-9.9"),
                    new BigDecimal("123456789"),
                    Instant.parse("1969-12-31T23:59:59.999999Z"),
                    Instant.parse("1969-12-31T23:59:59.999Z"),
                    Instant.parse("1969-12-31T23:59:59Z"),
                    Instant.parse("1969-12-31T23:59:59.999999Z"),
                    "{\"a\": 1}")));
  }

  private void writeWithDuckDb(KnownRows known, String options) throws SQLException {
    DuckDb.execute(
        "CREATE TABLE known (" + SqlDialect.DUCKDB.columns(known.schema()) + ")",
        "INSERT INTO known VALUES " + SqlDialect.DUCKDB.values(known.rows()),
        "COPY known TO '" + table.folder() + "' (FORMAT parquet, " + options + ")");
  }

  private List<String> columns() throws Exception {
    return DuckDb.rows("SELECT column_name, column_type FROM (DESCRIBE FROM " + table() + ")");
  }

  private String table() {
    return "read_parquet('"
        + table.folder()
        + "/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)";
  }
}
