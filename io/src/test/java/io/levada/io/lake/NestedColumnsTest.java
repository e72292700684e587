/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written to nested columns, as DuckDB reads it. */
class NestedColumnsTest {

  private static final FieldType NUMBERS = FieldType.array(FieldType.INT64.withNullable(true));
  private static final Schema ITEM =
      Schema.builder()
          .addStringField("name")
          .addNullableField("price", FieldType.logicalType(FixedPrecisionNumeric.of(25, 2)))
          .addNullableField("day", FieldType.logicalType(SqlTypes.DATE))
          .addNullableField("at", FieldType.logicalType(SqlTypes.TIMESTAMP))
          .addNullableField("tags", FieldType.array(FieldType.STRING.withNullable(true)))
          .build();
  private static final Row FULL_ITEM =
      Row.withSchema(ITEM)
          .attachValues(
              "ção",
              new BigDecimal("-12345678901234567890123.45"),
              LocalDate.of(1969, 12, 31),
              Instant.parse("1969-12-31T23:59:59.999999Z"),
              Arrays.asList("a", null, ""));

  @TempDir private Path folder;
  private Storages storages;
  private Location file;

  @BeforeEach
  void begin() {
    storages = Storages.stagingIn(Location.of(folder.resolve("staging").toString()));
    file = Location.of(folder.resolve("f.parquet").toString());
  }

  @Test
  void writesLists() throws IOException, SQLException {
    write(NUMBERS, Arrays.asList(1L, null, -3L), List.of(), null);

    assertThat(read(), equalTo(List.of("[1, NULL, -3]", "[]", "null")));
  }

  @Test
  void writesMaps() throws IOException, SQLException {
    Map<String, Long> entries = new LinkedHashMap<>();
    entries.put("z", 1L);
    entries.put("a", null);
    write(
        FieldType.map(FieldType.STRING, FieldType.INT64.withNullable(true)),
        entries,
        Map.of(),
        null);

    assertThat(read(), equalTo(List.of("{z=1, a=NULL}", "{}", "null")));
  }

  @Test
  void writesStructs() throws IOException, SQLException {
    Row empty = Row.withSchema(ITEM).attachValues("", null, null, null, null);
    write(FieldType.row(ITEM), FULL_ITEM, empty, null);

    assertThat(
        read(),
        equalTo(
            List.of(
                "{'name': ção, 'price': -12345678901234567890123.45, 'day': 1969-12-31, 'at':"
                    + " '1969-12-31 23:59:59.999999+00', 'tags': [a, NULL, '']}",
                "{'name': '', 'price': NULL, 'day': NULL, 'at': NULL, 'tags': NULL}",
                "null")));
  }

  @Test
  void writesNestedValuesInNestedValues() throws IOException, SQLException {
    FieldType type =
        FieldType.map(FieldType.STRING, FieldType.array(FieldType.row(ITEM).withNullable(true)));
    write(type, Map.of("k", Arrays.asList(null, FULL_ITEM)), Map.of("", List.of()), null);

    assertThat(
        read(),
        equalTo(
            List.of(
                "{k=[NULL, {'name': ção, 'price': -12345678901234567890123.45, 'day': 1969-12-31,"
                    + " 'at': '1969-12-31 23:59:59.999999+00', 'tags': [a, NULL, '']}]}",
                "{''=[]}",
                "null")));
  }

  @Test
  void refusesAMapWithANullKey() {
    Map<String, Long> entries = new LinkedHashMap<>();
    entries.put(null, 1L);
    FieldType type = FieldType.map(FieldType.STRING.withNullable(true), FieldType.INT64);

    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> write(type, entries));

    assertThat(
        refusal.getMessage(),
        equalTo("Cannot write map column v: a key is null (no reader takes that)"));
  }

  @Test
  void refusesAStructWithoutFields() {
    Schema schema = Schema.builder().addField("s", FieldType.row(Schema.builder().build())).build();

    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> BeamToParquet.schema(schema, Set.of(), TimestampUnit.MICROS));

    assertThat(
        refusal.getMessage(),
        equalTo("Cannot write struct column s: it has no field (Parquet has no empty groups)"));
  }

  private void write(FieldType type, Object... values) throws IOException {
    Schema schema = Schema.builder().addNullableField("v", type).build();
    List<Row> rows = new ArrayList<>();
    for (Object value : values) {
      rows.add(Row.withSchema(schema).attachValues(Arrays.asList(value)));
    }
    ParquetFiles.write(storages, file, FileFormat.DEFAULT, schema, rows);
  }

  private List<String> read() throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("set timezone = 'UTC'");
      try (ResultSet rows =
          statement.executeQuery("select v::varchar from '" + folder.resolve("f.parquet") + "'")) {
        while (rows.next()) {
          values.add(String.valueOf(rows.getString(1)));
        }
      }
    }
    return values;
  }
}
