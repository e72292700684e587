/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import static io.levada.io.catalog.CatalogUpdate.EVOLVE;
import static io.levada.io.catalog.CatalogUpdate.FREEZE;
import static io.levada.io.catalog.CatalogUpdate.LOG;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.catalog.TableSchemas.Fit;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TableSchemasTest {

  private static final CatalogColumn ID = CatalogColumn.of("id", "int");
  private static final CatalogColumn BIG_ID = CatalogColumn.of("id", "bigint");
  private static final CatalogColumn CITY = CatalogColumn.of("city", "string");
  private static final CatalogColumn SINCE = CatalogColumn.of("since", "date");

  private final InMemoryCatalog catalog = new InMemoryCatalog();

  @ParameterizedTest
  @EnumSource(
      value = CatalogUpdate.class,
      names = {"EVOLVE", "LOG"})
  void createsATableThatIsMissing(CatalogUpdate update) throws IOException {
    Fit fit = TableSchemas.ensure(catalog, table(ID), update);

    assertThat(fit, equalTo(new Fit(table(ID), true, List.of())));
    assertThat(catalog.tables("d"), contains(table(ID)));
  }

  @Test
  void createsNoTableThatIsToBeFrozen() {
    SchemaMismatchException e =
        assertThrows(
            SchemaMismatchException.class, () -> TableSchemas.ensure(catalog, table(ID), FREEZE));

    assertThat(
        e.getMessage(),
        equalTo(
            "Cannot register columns of d.t: there is no such table (create it, or let it by"
                + " --catalogUpdate=evolve)"));
    assertThat(catalog.databases(), is(empty()));
  }

  @Test
  void createsNoTableWithColumnsThatNobodyCanRead() {
    assertThrows(
        SchemaMismatchException.class,
        () -> TableSchemas.ensure(catalog, table(CatalogColumn.of("i", "interval")), EVOLVE));

    assertThat(catalog.databases(), is(empty()));
  }

  @Test
  void evolvesATable() throws IOException {
    catalog.create(table(ID));

    Fit fit = TableSchemas.ensure(catalog, table(BIG_ID, CITY), EVOLVE);

    assertThat(fit.isNew(), is(false));
    assertThat(catalog.table(fit.table().name()), equalTo(Optional.of(table(BIG_ID, CITY))));
  }

  @Test
  void changesNothingTwice() throws IOException {
    TableSchemas.ensure(catalog, table(ID), EVOLVE);

    TableSchemas.ensure(catalog, table(ID), EVOLVE);

    assertThat(catalog.changes(), is(1));
  }

  @Test
  void leavesATableOfWhichItOnlyTells() throws IOException {
    catalog.create(table(ID));

    Fit fit = TableSchemas.ensure(catalog, table(ID, CITY), LOG);

    assertThat(fit.notes().size(), is(1));
    assertThat(catalog.tables("d"), contains(table(ID)));
  }

  @Test
  void keepsWhatAnotherHasAddedMeanwhile() throws IOException {
    catalog.create(table(ID));
    catalog.meanwhile(() -> ensure(table(ID, SINCE)));

    Fit fit = TableSchemas.ensure(catalog, table(BIG_ID, CITY), EVOLVE);

    assertThat(fit.table().columns(), contains(BIG_ID, SINCE, CITY));
    assertThat(catalog.tables("d"), contains(fit.table()));
  }

  @Test
  void refusesWhatAnotherHasMadeImpossibleMeanwhile() throws IOException {
    catalog.create(table(ID));
    catalog.meanwhile(() -> ensure(table(CatalogColumn.of("city", "int"))));

    assertThrows(
        SchemaMismatchException.class, () -> TableSchemas.ensure(catalog, table(ID, CITY), EVOLVE));

    assertThat(catalog.tables("d"), contains(table(ID, CatalogColumn.of("city", "int"))));
  }

  @Test
  void evolvesATableThatAnotherHasCreatedMeanwhile() throws IOException {
    catalog.meanwhile(() -> ensure(table(ID, SINCE)));

    Fit fit = TableSchemas.ensure(catalog, table(ID, CITY), EVOLVE);

    assertThat(fit.isNew(), is(false));
    assertThat(catalog.tables("d"), contains(table(ID, SINCE, CITY)));
  }

  @Test
  void createsATableThatAnotherHasDroppedMeanwhile() throws IOException {
    catalog.create(table(SINCE));
    catalog.meanwhile(() -> catalog.drop(table().name()));

    Fit fit = TableSchemas.ensure(catalog, table(ID), EVOLVE);

    assertThat(fit.isNew(), is(true));
    assertThat(catalog.tables("d"), contains(table(ID)));
  }

  @Test
  void checksWithoutAChange() throws IOException {
    catalog.create(table(ID));

    Fit fit = TableSchemas.check(catalog, table(BIG_ID), EVOLVE);

    assertThat(fit.table(), equalTo(table(BIG_ID)));
    assertThat(catalog.tables("d"), contains(table(ID)));
  }

  @Test
  void checksATableThatIsMissingWithoutCreatingIt() throws IOException {
    Fit fit = TableSchemas.check(catalog, table(ID), EVOLVE);

    assertThat(fit, equalTo(new Fit(table(ID), true, List.of())));
    assertThat(catalog.databases(), is(empty()));
  }

  @Test
  void leavesPartitionsTheColumnsOfTheirFiles() throws IOException {
    catalog.create(table(ID));
    CatalogPartition partition =
        new CatalogPartition(List.of("1"), new Location("/t/k=1"), List.of(ID), Map.of());
    catalog.addPartitions(table().name(), List.of(partition));

    TableSchemas.ensure(catalog, table(BIG_ID), EVOLVE);

    assertThat(catalog.partitions(table().name(), List.of(List.of("1"))), contains(partition));
  }

  private void ensure(CatalogTable wanted) {
    try {
      TableSchemas.ensure(catalog, wanted, EVOLVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CatalogTable table(CatalogColumn... columns) {
    return CatalogTable.ofParquet(
        TableName.parse("d.t"),
        new Location("/t"),
        List.of(columns),
        List.of(CatalogColumn.of("k", "string")));
  }
}
