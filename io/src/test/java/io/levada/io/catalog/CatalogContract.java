/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.levada.io.storage.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every catalog keeps to. */
@Timeout(120)
public abstract class CatalogContract {

  private static final List<CatalogColumn> COLUMNS =
      List.of(
          CatalogColumn.of("id", "string"),
          CatalogColumn.of("valor", "int"),
          new CatalogColumn("salario", "decimal(10,2)", "em reais"));

  private static final List<CatalogColumn> KEYS =
      List.of(CatalogColumn.of("ano", "int"), CatalogColumn.of("mes", "string"));

  private static final CatalogColumn ADDED = CatalogColumn.of("added", "bigint");

  /** The catalog under test; each call gives it anew, as another process would open it. */
  protected abstract Catalog catalog();

  /** The name of a database that no other test has. */
  protected abstract String database();

  /** Whether an update of a table that is no longer the one looked at is refused. */
  protected boolean refusesStaleUpdates() {
    return true;
  }

  private TableName name() {
    return new TableName(database(), "tabela");
  }

  private CatalogTable partitioned() {
    return table(name(), KEYS);
  }

  private static CatalogTable table(TableName name, List<CatalogColumn> keys) {
    return CatalogTable.ofParquet(name, Location.of("s3://lake/" + name.table()), COLUMNS, keys);
  }

  private CatalogPartition partition(String... values) {
    return new CatalogPartition(
        Arrays.asList(values),
        Location.of("s3://lake/tabela/" + String.join("/", values)),
        COLUMNS,
        Map.of("classification", "parquet"));
  }

  private List<CatalogPartition> partitions(int count) {
    return IntStream.range(0, count).mapToObj(i -> partition("2024", "m" + i)).toList();
  }

  private static List<List<String>> values(List<CatalogPartition> partitions) {
    return partitions.stream().map(CatalogPartition::values).toList();
  }

  private List<CatalogPartition> all() throws IOException {
    return matching(null);
  }

  private List<CatalogPartition> matching(String expression) throws IOException {
    List<CatalogPartition> found = new ArrayList<>();
    catalog().partitions(name(), expression, found::add);
    return found;
  }

  private static void assertHasAll(List<CatalogPartition> found, List<CatalogPartition> wanted) {
    assertThat(found.size(), is(wanted.size()));
    assertThat(new HashSet<>(found), is(new HashSet<>(wanted)));
  }

  // Tables

  @Test
  void hasWhatWasCreated() throws Exception {
    assertThat(catalog().create(partitioned()), is(true));

    assertThat(catalog().table(name()), is(Optional.of(partitioned())));
  }

  @Test
  void hasATableWithoutPartitions() throws Exception {
    CatalogTable plain = table(name(), List.of());

    catalog().create(plain);

    assertThat(catalog().table(name()), is(Optional.of(plain)));
    assertThat(all(), is(empty()));
  }

  @Test
  void hasNoTableThatWasNotCreated() throws Exception {
    catalog().create(partitioned());

    assertThat(catalog().table(new TableName(database(), "other")), is(Optional.empty()));
    assertThat(catalog().table(new TableName(database() + "x", "tabela")), is(Optional.empty()));
  }

  @Test
  void leavesATableThatIsThere() throws Exception {
    catalog().create(partitioned());

    boolean created = catalog().create(partitioned().withLocation(Location.of("s3://other/t")));

    assertThat(created, is(false));
    assertThat(catalog().table(name()), is(Optional.of(partitioned())));
  }

  @Test
  void createsTheDatabase() throws Exception {
    assertThat(catalog().databases().contains(database()), is(false));

    catalog().create(partitioned());

    assertThat(catalog().databases().contains(database()), is(true));
  }

  @Test
  void listsDatabasesInOrder() throws Exception {
    for (String suffix : List.of("b", "a", "c")) {
      catalog().create(table(new TableName(database() + suffix, "t"), List.of()));
    }

    List<String> own =
        catalog().databases().stream().filter(name -> name.startsWith(database())).toList();

    assertThat(own, contains(database() + "a", database() + "b", database() + "c"));
  }

  @Test
  void listsTablesInOrder() throws Exception {
    CatalogTable b = table(new TableName(database(), "b"), KEYS);
    CatalogTable a = table(new TableName(database(), "a"), List.of());
    catalog().create(b);
    catalog().create(a);

    assertThat(catalog().tables(database()), contains(a, b));
  }

  @Test
  void listsHundredsOfTables() throws Exception {
    Set<String> names = new TreeSet<>();
    for (int i = 0; i < 120; i++) {
      names.add("t" + i);
      catalog().create(table(new TableName(database(), "t" + i), List.of()));
    }

    List<String> found =
        catalog().tables(database()).stream().map(table -> table.name().table()).toList();

    assertThat(found, is(List.copyOf(names)));
  }

  @Test
  void keepsADatabaseWhoseTablesAreDropped() throws Exception {
    catalog().create(partitioned());
    catalog().drop(name());

    assertThat(catalog().tables(database()), is(empty()));
  }

  @Test
  void knowsNoTablesOfADatabaseThatIsNotThere() {
    Exception e =
        assertThrows(NoSuchEntityException.class, () -> catalog().tables("no_" + database()));

    assertThat(e.getMessage(), containsString("no_" + database()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"salários", "Ärger", "a b", "100%", "ta-be-la", "日本語", "~x", "q'uote\"s", "con"})
  void takesOddNames(String text) throws Exception {
    TableName name = new TableName(database() + text, text);
    CatalogTable table = table(name, KEYS);

    catalog().create(table);

    assertThat(catalog().table(name), is(Optional.of(table)));
    assertThat(catalog().tables(database() + text), contains(table));
    assertThat(catalog().databases().contains(name.database()), is(true));
  }

  @Test
  void tellsLongNamesApart() throws Exception {
    CatalogTable one = table(new TableName(database(), "é".repeat(254) + "1"), KEYS);
    CatalogTable two = table(new TableName(database(), "é".repeat(254) + "2"), KEYS);

    catalog().create(one);
    catalog().create(two);

    assertThat(catalog().tables(database()), contains(one, two));
  }

  @Test
  void comparesNamesWithoutCase() throws Exception {
    catalog().create(table(new TableName(database(), "SALÁRIOS"), KEYS));

    assertThat(
        catalog().table(new TableName(database(), "salários")).orElseThrow().name().table(),
        is("salários"));
  }

  @Test
  void dropsATableWithItsPartitions() throws Exception {
    catalog().create(partitioned());
    catalog().addPartitions(name(), partitions(3));

    catalog().drop(name());
    assertThat(catalog().table(name()), is(Optional.empty()));
    assertThat(catalog().create(partitioned()), is(true));

    assertThat(all(), is(empty()));
  }

  @Test
  void dropsATableThatIsNotThere() throws Exception {
    catalog().drop(name());
    catalog().create(partitioned());
    catalog().drop(name());
    catalog().drop(name());

    assertThat(catalog().table(name()), is(Optional.empty()));
  }

  // Changes of tables

  @Test
  void altersATable() throws Exception {
    catalog().create(partitioned());
    List<CatalogColumn> columns = List.of(COLUMNS.get(0), COLUMNS.get(1).withType("bigint"), ADDED);
    CatalogTable wanted =
        partitioned()
            .withColumns(columns)
            .withLocation(Location.of("s3://elsewhere/t"))
            .withParameters(Map.of("levada.run", "r1"));

    CatalogTable altered = catalog().alter(name(), table -> wanted);

    assertThat(altered, is(wanted));
    assertThat(catalog().table(name()), is(Optional.of(wanted)));
  }

  @Test
  void takesParametersAway() throws Exception {
    catalog().create(partitioned().withParameters(Map.of("a", "1")));

    catalog().alter(name(), table -> partitioned());

    assertThat(catalog().table(name()), is(Optional.of(partitioned())));
  }

  @Test
  void leavesATableThatIsNotToChange() throws Exception {
    catalog().create(partitioned());

    CatalogTable same = catalog().alter(name(), table -> table);

    assertThat(same, is(partitioned()));
  }

  @Test
  void keepsThePartitionsOfATableThatIsAltered() throws Exception {
    catalog().create(partitioned());
    catalog().addPartitions(name(), partitions(2));

    catalog().alter(name(), table -> table.withColumns(List.of(ADDED)));

    assertHasAll(all(), partitions(2));
  }

  @Test
  void refusesToRenameATable() throws Exception {
    catalog().create(partitioned());

    assertThrows(
        IllegalArgumentException.class,
        () -> catalog().alter(name(), table -> table(new TableName(database(), "renamed"), KEYS)));
  }

  @Test
  void altersNoTableThatIsNotThere() {
    Exception e =
        assertThrows(NoSuchEntityException.class, () -> catalog().alter(name(), table -> table));

    assertThat(e.getMessage(), containsString("table " + name()));
  }

  @Test
  void throwsWhatAChangeThrows() throws Exception {
    catalog().create(partitioned());

    Exception e =
        assertThrows(
            IOException.class,
            () ->
                catalog()
                    .alter(
                        name(),
                        table -> {
                          throw new IOException("not like this");
                        }));

    assertThat(e.getMessage(), is("not like this"));
  }

  @Test
  void altersWhatSomebodyElseHasEvolvedMeanwhile() throws Exception {
    assumeTrue(refusesStaleUpdates());
    catalog().create(partitioned());
    AtomicInteger asked = new AtomicInteger();

    CatalogTable altered =
        catalog()
            .alter(
                name(),
                table -> {
                  if (asked.getAndIncrement() == 0) {
                    addColumn("theirs");
                  }
                  return withColumn(table, "ours");
                });

    assertThat(asked.get(), is(2));
    assertThat(names(altered), contains("id", "valor", "salario", "theirs", "ours"));
    assertThat(catalog().table(name()), is(Optional.of(altered)));
  }

  @Test
  void losesNoChangeOfWritersAtOnce() throws Exception {
    assumeTrue(refusesStaleUpdates());
    catalog().create(partitioned());
    List<String> wanted = new ArrayList<>(List.of("id", "valor", "salario"));
    IntStream.range(0, 4).forEach(w -> IntStream.range(0, 5).forEach(i -> wanted.add(w + "_" + i)));

    inParallel(
        4,
        writer -> {
          for (int i = 0; i < 5; i++) {
            addColumn(writer + "_" + i);
          }
        });

    assertThat(names(catalog().table(name()).orElseThrow()), containsInAnyOrder(wanted.toArray()));
  }

  private void addColumn(String column) throws IOException {
    catalog().alter(name(), table -> withColumn(table, column));
  }

  private static CatalogTable withColumn(CatalogTable table, String column) {
    List<CatalogColumn> columns = new ArrayList<>(table.columns());
    columns.add(CatalogColumn.of(column, "string"));
    return table.withColumns(columns);
  }

  private static List<String> names(CatalogTable table) {
    return table.columns().stream().map(CatalogColumn::name).toList();
  }

  // Partitions

  @Test
  void hasThePartitionsThatWereAdded() throws Exception {
    catalog().create(partitioned());

    Set<List<String>> others = catalog().addPartitions(name(), partitions(3));

    assertThat(others, is(empty()));
    assertHasAll(all(), partitions(3));
  }

  @Test
  void takesAThousandPartitionsAndMore() throws Exception {
    List<CatalogPartition> many = partitions(1_050);
    catalog().create(partitioned());

    assertThat(catalog().addPartitions(name(), many), is(empty()));
    assertHasAll(all(), many);
    assertHasAll(catalog().partitions(name(), values(many)), many);

    List<CatalogPartition> moved = many.stream().map(CatalogContract::moved).toList();
    assertThat(catalog().updatePartitions(name(), moved), is(empty()));
    assertHasAll(all(), moved);

    catalog().dropPartitions(name(), values(many).subList(0, 1_049));
    assertHasAll(all(), moved.subList(1_049, 1_050));
  }

  private static CatalogPartition moved(CatalogPartition partition) {
    return partition
        .withLocation(partition.location().child("run=r1"))
        .withColumns(List.of(ADDED))
        .withParameter("levada.run", "r1");
  }

  @Test
  void leavesAPartitionThatIsThere() throws Exception {
    CatalogPartition there = partition("2024", "01");
    CatalogPartition other = moved(there);
    CatalogPartition missing = partition("2024", "02");
    catalog().create(partitioned());
    catalog().addPartitions(name(), List.of(there));

    Set<List<String>> others = catalog().addPartitions(name(), List.of(other, missing));

    assertThat(others, contains(there.values()));
    assertHasAll(all(), List.of(there, missing));
  }

  @Test
  void addsAgainWhatIsThereAsGiven() throws Exception {
    catalog().create(partitioned());
    catalog().addPartitions(name(), partitions(2));

    Set<List<String>> others = catalog().addPartitions(name(), partitions(3));

    assertThat(others, is(empty()));
    assertHasAll(all(), partitions(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "A",
        "a%2Fb",
        "é",
        "e\u0301",
        "a/b",
        "'",
        "\"",
        "\\",
        "[x]",
        "=",
        "日本",
        "__HIVE_DEFAULT_PARTITION__",
        ".",
        ".."
      })
  void takesOddValues(String value) throws Exception {
    CatalogPartition odd =
        new CatalogPartition(List.of("1", value), Location.of("s3://lake/x"), COLUMNS, Map.of());
    catalog().create(partitioned());

    catalog().addPartitions(name(), List.of(odd));

    assertThat(catalog().partitions(name(), List.of(odd.values())), contains(odd));
    assertThat(all(), contains(odd));
  }

  @Test
  void tellsValuesApartByCase() throws Exception {
    List<CatalogPartition> both = List.of(partition("1", "a"), partition("1", "A"));
    catalog().create(partitioned());

    assertThat(catalog().addPartitions(name(), both), is(empty()));

    assertHasAll(all(), both);
  }

  @Test
  void updatesNoPartitionThatIsNotThere() throws Exception {
    CatalogPartition there = partition("2024", "01");
    CatalogPartition missing = partition("2024", "02");
    catalog().create(partitioned());
    catalog().addPartitions(name(), List.of(there));

    Set<List<String>> lost = catalog().updatePartitions(name(), List.of(missing, moved(there)));

    assertThat(lost, contains(missing.values()));
    assertThat(all(), contains(moved(there)));
  }

  @Test
  void findsThePartitionsThatAreThere() throws Exception {
    catalog().create(partitioned());
    catalog().addPartitions(name(), partitions(3));

    List<CatalogPartition> found =
        catalog()
            .partitions(
                name(), List.of(List.of("2024", "m7"), List.of("2024", "m1"), List.of("0", "m1")));

    assertThat(found, contains(partition("2024", "m1")));
    assertThat(catalog().partitions(name(), List.of()), is(empty()));
  }

  @Test
  void dropsPartitions() throws Exception {
    catalog().create(partitioned());
    catalog().addPartitions(name(), partitions(3));

    catalog().dropPartitions(name(), List.of(List.of("2024", "m1"), List.of("2024", "m9")));
    catalog().dropPartitions(name(), List.of(List.of("2024", "m1")));

    assertHasAll(all(), List.of(partition("2024", "m0"), partition("2024", "m2")));
  }

  @Test
  void visitsAllForWhichAnExpressionIsTrue() throws Exception {
    catalog().create(partitioned());
    CatalogPartition wanted = partition("2024", "02");
    catalog()
        .addPartitions(name(), List.of(partition("2023", "02"), partition("2024", "01"), wanted));

    List<CatalogPartition> found = matching("ano = 2024 and mes >= '02'");

    assertThat(found.contains(wanted), is(true));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void refusesAnotherNumberOfValues(int count) throws Exception {
    String[] values = new String[count];
    Arrays.fill(values, "1");
    CatalogPartition wrong =
        new CatalogPartition(List.of(values), Location.of("s3://lake/x"), COLUMNS, Map.of());
    catalog().create(partitioned());

    Exception e =
        assertThrows(
            IOException.class,
            () -> catalog().addPartitions(name(), List.of(partition("1", "2"), wrong)));

    assertThat(
        e.getMessage(),
        is(
            "Cannot use partition "
                + wrong.values()
                + " of "
                + name()
                + ": its keys are [ano, mes] (give one value for each)"));
    assertThrows(IOException.class, () -> catalog().updatePartitions(name(), List.of(wrong)));
    assertThrows(IOException.class, () -> catalog().partitions(name(), List.of(wrong.values())));
    assertThrows(
        IOException.class, () -> catalog().dropPartitions(name(), List.of(wrong.values())));
    assertThat(all(), is(empty()));
  }

  @Test
  void hasNoPartitionsOfATableThatIsNotThere() {
    List<CatalogPartition> one = List.of(partition("1", "2"));

    for (Action action :
        List.<Action>of(
            () -> catalog().addPartitions(name(), one),
            () -> catalog().updatePartitions(name(), one),
            () -> catalog().dropPartitions(name(), values(one)),
            () -> catalog().partitions(name(), values(one)),
            () -> catalog().partitions(name(), null, partition -> {}))) {
      assertThrows(NoSuchEntityException.class, action::run);
    }
  }

  @Test
  void throwsWhatAVisitorThrows() throws Exception {
    catalog().create(partitioned());
    catalog().addPartitions(name(), partitions(1));

    Exception e =
        assertThrows(
            IOException.class,
            () ->
                catalog()
                    .partitions(
                        name(),
                        null,
                        partition -> {
                          throw new IOException("no more");
                        }));

    assertThat(e.getMessage(), is("no more"));
  }

  @Test
  void losesNoPartitionOfWritersAtOnce() throws Exception {
    catalog().create(partitioned());

    inParallel(
        4,
        writer -> {
          for (int i = 0; i < 5; i++) {
            catalog().addPartitions(name(), List.of(partition("w" + writer, "m" + i)));
          }
        });

    assertThat(all().size(), is(20));
  }

  @Test
  void createsATableOnce() throws Exception {
    AtomicInteger created = new AtomicInteger();

    inParallel(
        4,
        writer -> {
          if (catalog().create(partitioned())) {
            created.incrementAndGet();
          }
        });

    assertThat(created.get(), is(1));
  }

  private interface Action {
    void run() throws Exception;
  }

  private interface Numbered {
    void run(int number) throws Exception;
  }

  private static void inParallel(int threads, Numbered action) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        all.add(
            pool.submit(
                () -> {
                  action.run(number);
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }
}
