/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Order;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.SkewedInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Tables of Glue that others have made. */
@ExtendWith(SandboxExtension.class)
class ForeignTablesTest {

  private static final Column ID =
      Column.builder().name("Id").type("string").parameters(Map.of("tag", "pii")).build();
  private static final Column SINCE =
      Column.builder().name("since").type("date").comment("of the contract").build();
  private static final Column YEAR =
      Column.builder().name("Year").type("int").parameters(Map.of("k", "v")).build();

  private static final StorageDescriptor STORAGE =
      StorageDescriptor.builder()
          .location("s3://theirs/folder/")
          .columns(ID, SINCE)
          .inputFormat("in")
          .outputFormat("out")
          .compressed(true)
          .numberOfBuckets(8)
          .serdeInfo(
              SerDeInfo.builder()
                  .name("serde")
                  .serializationLibrary("lib")
                  .parameters(Map.of("field.delim", ";"))
                  .build())
          .bucketColumns("id")
          .sortColumns(Order.builder().column("since").sortOrder(1).build())
          .parameters(Map.of("sizeKey", "100"))
          .skewedInfo(SkewedInfo.builder().skewedColumnNames("id").skewedColumnValues("1").build())
          .storedAsSubDirectories(true)
          .build();

  private static final TableInput INPUT =
      TableInput.builder()
          .name("t")
          .description("theirs")
          .owner("hadoop")
          .lastAccessTime(Instant.ofEpochSecond(1_700_000_000))
          .lastAnalyzedTime(Instant.ofEpochSecond(1_700_000_001))
          .retention(30)
          .storageDescriptor(STORAGE)
          .partitionKeys(YEAR)
          .viewOriginalText("/* text */")
          .viewExpandedText("/* more */")
          .tableType("MANAGED_TABLE")
          .parameters(Map.of("UPDATED_BY_CRAWLER", "c"))
          .build();

  private GlueClient glue;
  private Catalog catalog;
  private TableName name;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    AwsSettings aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
    glue = GlueConnection.of(aws);
    catalog = CatalogReference.parse("glue").open(aws);
    name = new TableName(space.tablePrefix() + "db", "t");
    glue.createDatabase(d -> d.databaseInput(i -> i.name(name.database())));
  }

  private void create(TableInput input) {
    glue.createTable(t -> t.databaseName(name.database()).tableInput(input));
  }

  private Table table() {
    return glue.getTable(t -> t.databaseName(name.database()).name("t")).table();
  }

  @Test
  void showsATable() throws Exception {
    create(INPUT);

    assertThat(
        catalog.table(name).orElseThrow(),
        is(
            new CatalogTable(
                name,
                Location.of("s3://theirs/folder"),
                new StorageFormat("in", "out", "lib", Map.of("field.delim", ";")),
                List.of(
                    CatalogColumn.of("id", "string"),
                    new CatalogColumn("since", "date", "of the contract")),
                List.of(CatalogColumn.of("year", "int")),
                Map.of("UPDATED_BY_CRAWLER", "c"))));
  }

  @Test
  void keepsWhatACatalogDoesNotShow() throws Exception {
    create(INPUT);

    catalog.alter(
        name,
        table -> {
          List<CatalogColumn> columns = new ArrayList<>(table.columns());
          columns.set(1, columns.get(1).withType("timestamp"));
          columns.add(CatalogColumn.of("added", "int"));
          return table.withColumns(columns).withParameters(Map.of("levada.run", "r1"));
        });

    Table altered = table();
    assertThat(
        altered.storageDescriptor(),
        is(
            STORAGE.toBuilder()
                .columns(
                    ID,
                    SINCE.toBuilder().type("timestamp").build(),
                    Column.builder().name("added").type("int").build())
                .build()));
    assertThat(altered.partitionKeys(), is(List.of(YEAR)));
    assertThat(altered.parameters(), is(Map.of("UPDATED_BY_CRAWLER", "c", "levada.run", "r1")));
    assertThat(
        List.of(
            altered.description(),
            altered.owner(),
            altered.lastAccessTime(),
            altered.lastAnalyzedTime(),
            altered.retention(),
            altered.viewOriginalText(),
            altered.viewExpandedText(),
            altered.tableType()),
        is(
            List.of(
                INPUT.description(),
                INPUT.owner(),
                INPUT.lastAccessTime(),
                INPUT.lastAnalyzedTime(),
                INPUT.retention(),
                INPUT.viewOriginalText(),
                INPUT.viewExpandedText(),
                INPUT.tableType())));
  }

  /** Spark, Hive and EMR write it so. */
  @ParameterizedTest
  @ValueSource(strings = {"s3a://theirs/folder", "s3n://theirs/folder/"})
  void knowsS3ByTheNamesThatHadoopHasForIt(String location) throws Exception {
    create(
        INPUT.copy(
            t -> t.storageDescriptor(INPUT.storageDescriptor().copy(d -> d.location(location)))));

    assertThat(catalog.table(name).orElseThrow().location(), is(Location.of("s3://theirs/folder")));
  }

  @Test
  void movesATableToAFolderThatNoOthersNameBegins() throws Exception {
    create(INPUT);

    catalog.alter(name, table -> table.withLocation(Location.of("s3://lake/t/run=1")));

    assertThat(table().storageDescriptor().location(), is("s3://lake/t/run=1/"));
  }

  @Test
  void readsAddedPartitionsAsTheTable() throws Exception {
    create(INPUT);

    catalog.addPartitions(
        name,
        List.of(
            new CatalogPartition(
                List.of("2024"),
                Location.of("s3://theirs/folder/year=2024"),
                List.of(CatalogColumn.of("id", "string")),
                Map.of("levada.run", "r1"))));

    Partition partition =
        glue.getPartition(
                p -> p.databaseName(name.database()).tableName("t").partitionValues("2024"))
            .partition();
    assertThat(
        partition.storageDescriptor(),
        is(STORAGE.toBuilder().location("s3://theirs/folder/year=2024/").columns(ID).build()));
    assertThat(partition.parameters(), is(Map.of("levada.run", "r1")));
  }

  @Test
  void refusesAPartitionWithoutAFolder() {
    create(INPUT);
    glue.createPartition(
        p -> p.databaseName(name.database()).tableName("t").partitionInput(i -> i.values("2024")));

    assertThat(
        assertThrows(IOException.class, () -> catalog.partitions(name, List.of(List.of("2024"))))
            .getMessage(),
        is(
            "Cannot use partition [2024] of "
                + name
                + ": it has no folder (drop it from the catalog, or give it a location)"));
  }

  @Test
  void dropsAPartitionWithoutAFolder() throws Exception {
    create(INPUT);
    glue.createPartition(
        p -> p.databaseName(name.database()).tableName("t").partitionInput(i -> i.values("2024")));

    catalog.dropPartitions(name, List.of(List.of("2024")));

    assertThat(catalog.partitions(name, List.of(List.of("2024"))), is(empty()));
  }

  @Test
  void leavesOutNamesThatCannotBeTyped() throws Exception {
    create(INPUT.toBuilder().name("a.b").build());
    create(INPUT.toBuilder().name("a/b").build());
    glue.createDatabase(d -> d.databaseInput(i -> i.name(name.database() + ".x")));

    assertThat(catalog.tables(name.database()), is(empty()));
    assertThat(catalog.databases().contains(name.database() + ".x"), is(false));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "public.accounts", "arn:aws:kinesis:us-east-1:1:stream/x"})
  void leavesOutWhatHasNoFolder(String location) throws Exception {
    create(
        TableInput.builder()
            .name("t")
            .tableType("VIRTUAL_VIEW")
            .storageDescriptor(StorageDescriptor.builder().location(location).build())
            .build());

    assertThat(catalog.tables(name.database()), is(empty()));
    assertThat(
        assertThrows(IOException.class, () -> catalog.table(name)).getMessage(),
        is(
            "Cannot use "
                + name
                + ": it is a table of type VIRTUAL_VIEW without a folder of files (name another)"));
  }

  @Test
  void createsATableAsAthenaDoes() throws Exception {
    catalog.create(
        CatalogTable.ofParquet(
            name,
            Location.of("s3://lake/t"),
            List.of(CatalogColumn.of("id", "string")),
            List.of()));

    assertThat(table().tableType(), is("EXTERNAL_TABLE"));
    assertThat(table().parameters(), is(Map.of("EXTERNAL", "TRUE", "classification", "parquet")));
    assertThat(
        table().storageDescriptor(),
        is(
            StorageDescriptor.builder()
                .location("s3://lake/t/")
                .columns(Column.builder().name("id").type("string").build())
                .inputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                .outputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                .serdeInfo(
                    SerDeInfo.builder()
                        .serializationLibrary(
                            "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe")
                        .parameters(Map.of("serialization.format", "1"))
                        .build())
                .build()));
  }
}
