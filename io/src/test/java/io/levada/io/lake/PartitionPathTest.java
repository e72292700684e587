/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.levada.io.storage.Location;
import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import io.levada.rows.RowLayout;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionPathTest {

  private static final FieldType DECIMAL = FieldType.logicalType(FixedPrecisionNumeric.of(38, 2));

  @Test
  void isEmptyWithoutPartitionColumns() {
    RowCodec codec = RowCodec.of(Rows.SCHEMA, RowLayout.none());

    assertThat(path(codec, Rows.row(1, "a", "x")), equalTo(""));
  }

  @Test
  void namesColumnsInTheirOrder() {
    RowCodec codec =
        RowCodec.of(Rows.SCHEMA, RowLayout.none().withPartition(List.of("part", "id")));

    assertThat(path(codec, Rows.row(7, "a", "x/y")), equalTo("part=x%2Fy/id=7"));
  }

  @Test
  void namesTheDefaultPartitionForNullAndForEmptyText() {
    RowCodec codec = RowCodec.of(Rows.SCHEMA, Rows.BY_PART);

    assertThat(path(codec, Rows.row(1, "a", null)), equalTo("part=__HIVE_DEFAULT_PARTITION__"));
    assertThat(path(codec, Rows.row(1, "a", "")), equalTo("part=__HIVE_DEFAULT_PARTITION__"));
  }

  @Test
  void writesValuesAsTextThatSaysAllOfThem() {
    assertThat(path(FieldType.BOOLEAN, true), equalTo("c=true"));
    assertThat(path(FieldType.INT16, (short) -5), equalTo("c=-5"));
    assertThat(path(FieldType.INT64, Long.MIN_VALUE), equalTo("c=-9223372036854775808"));
    assertThat(path(FieldType.DOUBLE, 1e300), equalTo("c=1.0E300"));
    assertThat(path(DECIMAL, new BigDecimal("-1E+3")), equalTo("c=-1000.00"));
    assertThat(
        path(FieldType.logicalType(SqlTypes.DATE), LocalDate.of(1969, 12, 31)),
        equalTo("c=1969-12-31"));
    assertThat(
        path(FieldType.logicalType(SqlTypes.TIMESTAMP), Instant.parse("1969-12-31T23:59:59.5Z")),
        equalTo("c=1969-12-31T23%3A59%3A59.500Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        ".",
        "../../etc",
        "a/../b",
        "/",
        "\\",
        " ",
        "a ",
        "a.",
        ".a",
        "_a",
        "~",
        "%2F"
      })
  void staysInOneFolderBelowTheTableWhateverTheValue(String value) {
    RowCodec codec = RowCodec.of(Rows.SCHEMA, Rows.BY_PART);
    Location table = Location.of("/lake/table");

    Location file = table.child(path(codec, Rows.row(1, "a", value)) + "/f.parquet");

    assertThat(file.parent().parent(), equalTo(table));
    assertThat(
        HivePath.parse(file.relativeTo(table)),
        contains(new HivePath.PartitionValue("part", value)));
  }

  private static String path(FieldType type, Object value) {
    Schema schema = Schema.builder().addField("c", type).build();
    RowCodec codec = RowCodec.of(schema, RowLayout.none().withPartition(List.of("c")));
    return path(codec, Row.withSchema(schema).attachValues(List.of(value)));
  }

  private static String path(RowCodec codec, Row row) {
    EncodedRow encoded = codec.newRow();
    codec.encode(row, encoded);
    return PartitionPath.of(codec, encoded);
  }
}
