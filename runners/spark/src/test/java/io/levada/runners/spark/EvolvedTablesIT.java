/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.TableName;
import io.levada.io.lake.LakeIO;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.TableOnDisk;
import io.levada.io.lake.TableScan;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Storages;
import io.levada.rows.RowJson;
import io.levada.rows.ValueText;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tables whose columns have grown, with files from before and after, as DuckDB, {@link LakeIO} and
 * Spark SQL read them by the catalog.
 */
class EvolvedTablesIT {

  private static final FieldType DATE = FieldType.logicalType(SqlTypes.DATE);

  /** What every reader takes as it is. */
  private static final String NARROW = "narrow";

  /** What Spark 3.5 takes by the columns of each partition. */
  private static final String WIDE = "wide";

  @TempDir private static Path folder;

  /** The rows that are to be read, by the name of the table. */
  private static final Map<String, List<Row>> EXPECTED = new HashMap<>();

  /** What Spark has read. */
  private static final Map<String, List<String>> BY_SPARK = new HashMap<>();

  @BeforeAll
  static void evolveTablesAndHaveSparkRead() throws Exception {
    evolveNarrow();
    evolveWide();
    List<SparkSql.Result> results =
        SparkSql.run(
            folder.toFile(),
            List.of(
                viewOf(NARROW, table(NARROW).columns(), table(NARROW).location().uri()),
                "SELECT * FROM narrow ORDER BY id",
                viewOf("wide_2022", partition("2022").columns(), location("2022")),
                viewOf("wide_2023", partition("2023").columns(), location("2023")),
                viewOf("wide_2024", partition("2024").columns(), location("2024")),
                wideFromPartitions()));
    BY_SPARK.put(NARROW, results.get(1).rows());
    BY_SPARK.put(WIDE, results.get(5).rows());
  }

  private static void evolveNarrow() throws IOException {
    Schema oldPlace = Schema.builder().addNullableField("zip", FieldType.INT16).build();
    Schema old =
        Schema.builder()
            .addInt32Field("id")
            .addNullableField("small", FieldType.INT16)
            .addNullableField("price", decimal(5))
            .addNullableField("places", FieldType.array(FieldType.row(oldPlace)))
            .build();
    Schema place =
        Schema.builder()
            .addNullableField("zip", FieldType.INT32)
            .addNullableField("city", FieldType.STRING)
            .build();
    Schema now =
        Schema.builder()
            .addInt32Field("id")
            .addNullableField("small", FieldType.INT32)
            .addNullableField("price", decimal(9))
            .addNullableField("places", FieldType.array(FieldType.row(place)))
            .addNullableField("since", DATE)
            .build();
    BigDecimal least = new BigDecimal("-999.99");
    BigDecimal most = new BigDecimal("9999999.99");
    LocalDate day = LocalDate.of(2024, 1, 31);
    write(
        NARROW,
        "2022",
        old,
        row(old, 1, Short.MIN_VALUE, least, List.of(row(oldPlace, (short) 7))));
    write(
        NARROW,
        "2023",
        old,
        row(old, 2, null, null, null),
        row(old, 3, (short) 7, least, List.of()));
    crawl(NARROW);
    write(
        NARROW,
        "2024",
        now,
        row(now, 4, Integer.MAX_VALUE, most, List.of(row(place, 70_000, "ção")), day));
    crawl(NARROW);

    Schema all = withKey(now);
    EXPECTED.put(
        NARROW,
        List.of(
            row(all, 1, (int) Short.MIN_VALUE, least, List.of(row(place, 7, null)), null, 2022),
            row(all, 2, null, null, null, null, 2023),
            row(all, 3, 7, least, List.of(), null, 2023),
            row(all, 4, Integer.MAX_VALUE, most, List.of(row(place, 70_000, "ção")), day, 2024)));
  }

  private static void evolveWide() throws IOException {
    Schema old =
        Schema.builder()
            .addInt32Field("id")
            .addNullableField("number", FieldType.INT32)
            .addNullableField("share", FieldType.FLOAT)
            .build();
    Schema now =
        Schema.builder()
            .addInt32Field("id")
            .addNullableField("number", FieldType.INT64)
            .addNullableField("share", FieldType.DOUBLE)
            .addNullableField("city", FieldType.STRING)
            .build();
    write(WIDE, "2022", old, row(old, 1, Integer.MIN_VALUE, 0.5f));
    write(WIDE, "2023", old, row(old, 2, null, null));
    crawl(WIDE);
    write(WIDE, "2024", now, row(now, 3, Long.MAX_VALUE, 1e300, "Funchal"));
    crawl(WIDE);

    Schema all = withKey(now);
    EXPECTED.put(
        WIDE,
        List.of(
            row(all, 1, (long) Integer.MIN_VALUE, 0.5, null, 2022),
            row(all, 2, null, null, null, 2023),
            row(all, 3, Long.MAX_VALUE, 1e300, "Funchal", 2024)));
  }

  @Test
  void evolvesByColumnsFieldsAndTypes() throws IOException {
    assertThat(
        columns(NARROW),
        equalTo(
            "id int, small int, price decimal(9,2), places array<struct<zip:int,city:string>>,"
                + " since date"));
  }

  @Test
  void evolvesFromIntToBigint() throws IOException {
    assertThat(columns(WIDE), equalTo("id int, number bigint, share double, city string"));
  }

  @ParameterizedTest
  @ValueSource(strings = {NARROW, WIDE})
  void isReadByDuckDbToTheSameRows(String name) {
    LevadaProcess.Result queried =
        LevadaInProcess.run(
            List.of(
                "query",
                "SELECT * FROM silver." + name + " ORDER BY id",
                "--format=json",
                "--catalog=" + reference()));

    assertThat(
        queried.out().lines().map(line -> line.replaceFirst(",$", "")).toList(),
        equalTo(
            List.of(
                    List.of("["),
                    EXPECTED.get(name).stream()
                        .map(row -> new String(RowJson.of(row), UTF_8))
                        .toList(),
                    List.of("]"))
                .stream()
                .flatMap(List::stream)
                .toList()));
  }

  @ParameterizedTest
  @ValueSource(strings = {NARROW, WIDE})
  void isReadByLakeIoToTheSameRows(String name) throws IOException {
    Storages storages = Storages.withoutStaging();
    LakeTable table =
        LakeTable.list(storages, CatalogReference.parse(reference()), name(name), TableScan.all());

    assertThat(
        LakeIO.read(storages, table).sample(Integer.MAX_VALUE, Integer.MAX_VALUE).stream()
            .sorted(Comparator.comparing((Row row) -> row.getInt32("id")))
            .map(ValueText::of)
            .toList(),
        equalTo(texts(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {NARROW, WIDE})
  void isReadBySparkToTheSameRows(String name) {
    assertThat(BY_SPARK.get(name), equalTo(texts(name)));
  }

  /** By which Spark 3.5 and Athena cast them. */
  @Test
  void leavesPartitionsTheColumnsOfTheirFiles() throws IOException {
    assertThat(
        partition("2022").columns().toString(), equalTo("[id int, number int, share float]"));
  }

  private static List<String> texts(String name) {
    return EXPECTED.get(name).stream().map(ValueText::of).toList();
  }

  /** A view by the types of a catalog, with the key that is in the path. */
  private static String viewOf(String name, List<CatalogColumn> columns, String path) {
    String key = name.equals(NARROW) ? ", ano int" : "";
    return "CREATE TEMPORARY VIEW "
        + name
        + " ("
        + columns.stream().map(CatalogColumn::toString).collect(Collectors.joining(", "))
        + key
        + ") USING parquet OPTIONS (path '"
        + path
        + "')";
  }

  /** Each partition by its own columns, cast to the table's. */
  private static String wideFromPartitions() throws IOException {
    List<String> selects = new ArrayList<>();
    for (String year : List.of("2022", "2023", "2024")) {
      List<String> own = partition(year).columns().stream().map(CatalogColumn::name).toList();
      selects.add(
          table(WIDE).columns().stream()
                  .map(
                      column ->
                          "CAST("
                              + (own.contains(column.name()) ? column.name() : "NULL")
                              + " AS "
                              + column.type()
                              + ") AS "
                              + column.name())
                  .collect(Collectors.joining(", ", "SELECT ", ", "))
              + year
              + " AS ano FROM wide_"
              + year);
    }
    return String.join(" UNION ALL ", selects) + " ORDER BY id";
  }

  private static void write(String name, String year, Schema schema, Row... rows)
      throws IOException {
    new TableOnDisk(folder.resolve(name).resolve("ano=" + year)).write(schema, List.of(rows));
  }

  private static void crawl(String name) {
    LevadaProcess.Result crawled =
        LevadaInProcess.run(
            List.of(
                "crawl",
                folder.resolve(name).toString(),
                "--database=silver",
                "--partitionTypes=ano:int",
                "--catalog=" + reference()));
    assertThat(crawled.err(), crawled.exitCode(), is(0));
  }

  private static String reference() {
    return "local:" + folder.resolve("catalog");
  }

  private static Catalog catalog() {
    return CatalogReference.parse(reference()).open(AwsSettings.ofTheMachine());
  }

  private static TableName name(String table) {
    return new TableName("silver", table);
  }

  private static CatalogTable table(String name) throws IOException {
    return catalog().table(name(name)).orElseThrow();
  }

  private static String columns(String name) throws IOException {
    return table(name).columns().stream()
        .map(CatalogColumn::toString)
        .collect(Collectors.joining(", "));
  }

  private static CatalogPartition partition(String year) throws IOException {
    return catalog().partitions(name(WIDE), List.of(List.of(year))).get(0);
  }

  private static String location(String year) throws IOException {
    return partition(year).location().uri();
  }

  private static FieldType decimal(int precision) {
    return FieldType.logicalType(FixedPrecisionNumeric.of(precision, 2));
  }

  private static Schema withKey(Schema columns) {
    return Schema.builder()
        .addFields(columns.getFields())
        .addNullableField("ano", FieldType.INT32)
        .build();
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(values);
  }
}
