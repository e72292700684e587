/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of a table is the same in both catalogs, of which only Glue prunes. */
@ExtendWith(SandboxExtension.class)
class GlueListingTest {

  private static final CatalogReference GLUE = CatalogReference.parse("glue");

  @TempDir private Path folder;
  private Storages storages;
  private CatalogReference local;
  private CatalogTable table;

  @BeforeEach
  void register(Sandbox sandbox, SandboxSpace space) throws IOException {
    AwsSettings aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
    storages = Storages.withoutStaging().withAws(aws);
    local = CatalogReference.parse("local:" + folder.resolve("catalog"));
    table =
        CatalogTable.ofParquet(
            new TableName(space.tablePrefix() + "db", "t"),
            Location.of(folder.toString()).child("t"),
            List.of(CatalogColumn.of("id", "int")),
            List.of(
                CatalogColumn.of("ano", "int"),
                CatalogColumn.of("mes", "string"),
                CatalogColumn.of("dia", "date")));
    List<CatalogPartition> partitions = new ArrayList<>();
    for (String ano : List.of("9", "10", "2024", "-1")) {
      for (String mes : List.of("1", "02", "10", "\u00e7", CatalogPartition.NULL)) {
        for (String dia : List.of("2024-02-29", "1970-01-01", "2024-12-31")) {
          String path = "p" + partitions.size();
          partitions.add(
              new CatalogPartition(
                  List.of(ano, mes, dia), table.location().child(path), table.columns(), Map.of()));
        }
      }
    }
    for (CatalogReference reference : List.of(GLUE, local)) {
      Catalog catalog = reference.open(aws);
      catalog.create(table);
      catalog.addPartitions(table.name(), partitions);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ano = 2024",
        "ano > 9",
        "ano between -1 and 9",
        "ano not in (9, 10)",
        "ano = 10 and mes is null",
        "mes < '1'",
        "mes >= '02' and not mes = '10'",
        "not (mes >= '02' or ano = 2024)",
        "mes in ('1', '10') or ano < 10",
        "dia > '2024-01-01'",
        "dia <= '1970-01-01' and mes = '1'",
        "not (dia between '2000-01-01' and '2024-03-01')"
      })
  void prunesWhatIsNotWantedAndNothingElse(String where) throws IOException {
    PartitionFilter filter = PartitionFilter.parse(where);
    Set<List<String>> wanted = wanted(local, filter);

    CatalogColumns columns = new CatalogColumns(table, new ColumnChoice(TableScan.all()));
    Set<List<String>> asked =
        CatalogPartitions.of(
                GLUE.open(storages.aws()), table, List.of(), filter.expression(columns.keyTypes()))
            .keySet();

    assertThat(asked.size(), lessThan(60));
    wanted.removeAll(asked);
    assertThat(wanted, empty());
  }

  @Test
  void readsWhatTheFilterWants() throws IOException {
    ExampleFiles.write(
        folder.resolve("t/p29/f.parquet"), "optional int32 id;", row -> row.append("id", 1));
    ExampleFiles.write(
        folder.resolve("t/p30/f.parquet"), "optional int32 id;", row -> row.append("id", 2));
    TableScan scan = TableScan.all().withFilter(PartitionFilter.parse("ano <= 10"));

    for (CatalogReference reference : List.of(GLUE, local)) {
      LakeTable listed = LakeTable.list(storages, reference, table.name(), scan);

      assertThat(
          listed.files().stream().map(TableFile::partition).toList(),
          contains(Arrays.asList("10", null, "2024-12-31")));
      assertThat(listed.rows(), equalTo(1L));
    }
  }

  /** By the local filter alone. */
  private Set<List<String>> wanted(CatalogReference reference, PartitionFilter filter)
      throws IOException {
    Map<List<String>, Location> all =
        CatalogPartitions.of(reference.open(storages.aws()), table, List.of(), null);
    CatalogColumns columns = new CatalogColumns(table, new ColumnChoice(TableScan.all()));
    all.keySet()
        .removeIf(
            values ->
                !CatalogListing.isWanted(filter, table, columns, CatalogListing.texts(values)));
    return all.keySet();
  }
}
