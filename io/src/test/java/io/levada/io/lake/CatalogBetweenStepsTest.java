/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.ObservedCatalog;
import io.levada.io.catalog.Registration;
import io.levada.io.catalog.Registration.Placed;
import io.levada.io.catalog.TableName;
import io.levada.io.ledger.HiddenFiles;
import io.levada.io.ledger.ObservedRuns;
import io.levada.io.ledger.OwedWorkException;
import io.levada.io.ledger.Visibility;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader by the catalog, whose first look, reading of the catalog, listing of files and second
 * look are each before any of the changes that some runs make to the storage and the catalog.
 */
class CatalogBetweenStepsTest {

  private static final AwsSettings AWS = AwsSettings.ofTheMachine();
  private static final TableName NAME = TableName.parse("db.t");
  private static final String RUN_0 = run(0);
  private static final String RUN_1 = run(1);
  private static final String RUN_2 = run(2);
  private static final String RUN_3 = run(3);
  private static final String RUN_4 = run(4);

  @TempDir private Path folder;
  private Location table;
  private byte[] content;
  private CatalogReference reference;
  private Catalog catalog;
  private ObservedRuns runs;

  /** The files of each partition before the first run, and behind each one that became visible. */
  private final List<Map<List<String>, Set<String>>> sets = new ArrayList<>();

  /** What was there at one moment. */
  private record Moment(
      Visibility look,
      List<Registration> registrations,
      CatalogTable table,
      Map<List<String>, Location> partitions,
      Set<String> files,
      Map<List<String>, Set<String>> set) {}

  private final List<Moment> moments = new ArrayList<>();
  private int exact;
  private int inVain;

  @BeforeEach
  void open() throws IOException {
    table = Location.of(folder.toString()).child("table");
    Path file = folder.resolve("example.parquet");
    ExampleFiles.write(file, "optional int32 id;", row -> row.append("id", 1));
    content = Files.readAllBytes(file);
    reference = CatalogReference.parse("local:" + folder.resolve("catalog"));
    catalog = reference.open(AWS);
    runs =
        new ObservedRuns(AWS, table, new ObservedCatalog(catalog, 1, this::observe), this::observe);
    sets.add(Map.of());
  }

  @Test
  void tellsOneOfTheStatesOfATableWithPartitions() throws IOException {
    create(List.of(CatalogColumn.of("p", "string")));
    publish(
        RUN_0,
        List.of("p=1", "p=2"),
        List.of(),
        List.of(),
        Map.of("1", "p=1", "2", "p=2"),
        List.of());
    String p1 = "p=1/run=" + RUN_1;
    String p3 = "p=3/run=" + RUN_1;
    publish(
        RUN_1,
        List.of(p1, p3),
        List.of("p=1/" + RUN_0),
        List.of(),
        Map.of("1", p1, "3", p3),
        List.of());
    publish(
        RUN_2, List.of(p1, "p=2"), List.of(), List.of(), Map.of("1", p1, "2", "p=2"), List.of());
    String newP1 = "p=1/run=" + RUN_3;
    String newP2 = "p=2/run=" + RUN_3;
    publish(
        RUN_3,
        List.of(newP1, newP2),
        List.of("p=2/" + RUN_0, "p=2/" + RUN_2),
        List.of(p1, p3),
        Map.of("1", newP1, "2", newP2),
        List.of("3"));
    publish(
        RUN_4,
        List.of("p=1", "p=4"),
        List.of(p1 + "/" + RUN_1, p1 + "/" + RUN_2, p3 + "/" + RUN_1),
        List.of(newP1, newP2),
        Map.of("1", "p=1", "4", "p=4"),
        List.of("2"));
    observe();

    assertThat(exact, greaterThan(300));
    assertThat(inVain, greaterThan(300));
  }

  @Test
  void tellsOneOfTheStatesOfATableWithoutPartitions() throws IOException {
    create(List.of());
    publish(RUN_0, "", List.of(), List.of());
    String first = "run=" + RUN_1;
    publish(RUN_1, first, List.of(RUN_0), List.of());
    publish(RUN_2, first, List.of(), List.of());
    publish(RUN_3, "run=" + RUN_3, List.of(), List.of(first));
    publish(RUN_4, "", List.of(first + "/" + RUN_1, first + "/" + RUN_2), List.of("run=" + RUN_3));
    observe();

    assertThat(exact, greaterThan(200));
    assertThat(inVain, greaterThan(100));
  }

  @Test
  void tellsTheTableBehindARunThatFollowsOneThatHasRegisteredNothing() throws IOException {
    create(List.of(CatalogColumn.of("p", "int")));
    ObservedRuns refused = runs(changes -> false);
    assertThrows(OwedWorkException.class, () -> publishAll(refused, List.of("1", "2"), RUN_0));
    publishAll(runs(changes -> true), List.of("1"), RUN_1);

    assertThat(
        listed(),
        equalTo(
            Map.of(
                List.of("1"), Set.of("p=1/run=" + RUN_1 + "/f"),
                List.of("2"), Set.of("p=2/run=" + RUN_0 + "/f"))));
  }

  @Test
  void tellsTheTableBehindARunThatHasRegisteredAPartOfIt() throws IOException {
    create(List.of(CatalogColumn.of("p", "int")));
    List<String> values = IntStream.range(0, 250).mapToObj(Integer::toString).toList();
    publishAll(runs(changes -> true), values, RUN_0);
    ObservedRuns refused = runs(changes -> changes < 1);

    assertThrows(OwedWorkException.class, () -> publishAll(refused, values, RUN_1));

    Map<List<String>, Set<String>> expected = new HashMap<>();
    values.forEach(p -> expected.put(List.of(p), Set.of("p=" + p + "/run=" + RUN_1 + "/f")));
    assertThat(listed(), equalTo(expected));
  }

  private ObservedRuns runs(IntPredicate takes) {
    int[] changes = {0};
    return new ObservedRuns(
        AWS,
        table,
        new ObservedCatalog(
            catalog,
            100,
            () -> {
              if (!takes.test(changes[0]++)) {
                throw new IOException("Throttled");
              }
            }),
        () -> {});
  }

  /** Into versions, by a run that retains those before. */
  private void publishAll(ObservedRuns by, List<String> values, String id) throws IOException {
    Map<String, byte[]> writes = new LinkedHashMap<>();
    Map<String, String> placed = new LinkedHashMap<>();
    for (String value : values) {
      String path = "p=" + value + "/run=" + id;
      writes.put(path + "/f.parquet", content);
      placed.put(value, path);
    }
    by.publish(id, writes, List.of(), List.of(), registration(placed, List.of()));
  }

  private static String run(int number) {
    return "20260131T00000000" + number + "Z-000000000000";
  }

  private void create(List<CatalogColumn> keys) throws IOException {
    catalog.create(
        CatalogTable.ofParquet(NAME, table, List.of(CatalogColumn.of("id", "int")), keys));
  }

  /** One file in each of the folders. */
  private void publish(
      String id,
      List<String> folders,
      List<String> removes,
      List<String> retains,
      Map<String, String> placed,
      List<String> dropped)
      throws IOException {
    publish(
        id,
        folders.stream().map(path -> path + "/" + id).toList(),
        removes,
        retains,
        registration(placed, dropped),
        set(folders, placed, removes, dropped, id));
  }

  /** One file in the folder, which is then the table's location. */
  private void publish(String id, String path, List<String> removes, List<String> retains)
      throws IOException {
    Location location = path.isEmpty() ? table : table.child(path);
    Set<String> set = new TreeSet<>(last().getOrDefault(List.of(), Set.of()));
    set.removeIf(file -> !table.child(file).parent().equals(location));
    String written = path.isEmpty() ? id : path + "/" + id;
    set.add(written);
    publish(
        id,
        List.of(written),
        removes,
        retains,
        new Registration(reference, "db", "t", location, List.of(), List.of()),
        Map.of(List.of(), set));
  }

  private void publish(
      String id,
      List<String> writes,
      List<String> removes,
      List<String> retains,
      Registration registration,
      Map<List<String>, Set<String>> set)
      throws IOException {
    sets.add(set);
    Map<String, byte[]> files = new LinkedHashMap<>();
    writes.forEach(file -> files.put(file + ".parquet", content));
    runs.publish(
        id,
        files,
        removes.stream().map(file -> table.child(file + ".parquet")).toList(),
        retains.stream().map(table::child).toList(),
        registration);
  }

  private Registration registration(Map<String, String> placed, List<String> dropped) {
    return new Registration(
        reference,
        "db",
        "t",
        null,
        placed.entrySet().stream()
            .map(one -> new Placed(List.of(one.getKey()), table.child(one.getValue())))
            .toList(),
        dropped.stream().map(List::of).toList());
  }

  /** The files of each partition behind a run. */
  private Map<List<String>, Set<String>> set(
      List<String> folders,
      Map<String, String> placed,
      List<String> removes,
      List<String> dropped,
      String id) {
    Map<List<String>, Set<String>> set = new HashMap<>();
    last().forEach((values, files) -> set.put(values, new TreeSet<>(files)));
    dropped.forEach(value -> set.remove(List.of(value)));
    placed.forEach(
        (value, path) -> {
          Set<String> files = set.computeIfAbsent(List.of(value), any -> new TreeSet<>());
          files.removeIf(file -> !table.child(file).parent().equals(table.child(path)));
          files.removeAll(removes);
          if (folders.contains(path)) {
            files.add(path + "/" + id);
          }
        });
    return set;
  }

  private Map<List<String>, Set<String>> last() {
    return sets.get(sets.size() - 1);
  }

  /** Looks back at each earlier moment. */
  private void observe() {
    try {
      Visibility look = Visibility.of(AWS, table);
      CatalogTable present = catalog.table(NAME).orElseThrow();
      moments.add(
          new Moment(
              look,
              look.registrations(reference, NAME),
              present,
              CatalogPartitions.of(catalog, present, List.of(), null),
              files(),
              sets.get(runs.visible())));
      assertThat(listed(), equalTo(moments.get(moments.size() - 1).set()));
      for (int first = 0; first < moments.size(); first++) {
        check(first);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the reader itself lists while nothing goes on. */
  private Map<List<String>, Set<String>> listed() throws IOException {
    Map<List<String>, Set<String>> listed = new HashMap<>();
    LakeTable found =
        LakeTable.list(
            Storages.withoutStaging(), reference, NAME, TableScan.all().withoutColumns());
    for (TableFile file : found.files()) {
      listed
          .computeIfAbsent(file.partition(), any -> new TreeSet<>())
          .add(withoutEnding(file.location()));
    }
    return listed;
  }

  /**
   * A reader may find each partition and each file as it was at any time between the looks, so a
   * partition must have had one place all the time, and a file of it that is not hidden must have
   * been there all the time, or never.
   */
  private void check(int first) throws IOException {
    Moment before = moments.get(first);
    Moment after = moments.get(moments.size() - 1);
    String when = "looks " + first + " and " + (moments.size() - 1);
    Optional<HiddenFiles> hidden = after.look().hiddenSince(before.look());
    if (hidden.isEmpty() || after.look().registeredSince(before.look(), reference, NAME)) {
      inVain++;
      assertThat(when, before.set(), not(equalTo(after.set())));
      return;
    }

    exact++;
    List<Moment> between = moments.subList(first, moments.size());
    Map<List<String>, Location> places = places(before, before);
    for (Moment moment : between) {
      assertThat(when, places(moment, before), equalTo(places));
    }
    Map<List<String>, Set<String>> found =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    places.forEach(
        (values, place) -> {
          Set<String> always = new TreeSet<>(before.files());
          Set<String> sometimes = new TreeSet<>();
          for (Moment moment : between) {
            always.retainAll(moment.files());
            sometimes.addAll(moment.files());
          }
          Stream.of(always, sometimes)
              .forEach(files -> files.removeIf(file -> !counts(file, place, hidden.get())));
          assertThat(when, sometimes, equalTo(always));
          if (!always.isEmpty()) {
            found.put(values, always);
          }
        });
    assertThat(when, found, equalTo(before.set()));
  }

  private static Map<List<String>, Location> places(Moment moment, Moment first) {
    Map<List<String>, Location> places = new HashMap<>(moment.partitions());
    CatalogPartitions.lay(first.registrations(), moment.table(), places);
    return places;
  }

  private boolean counts(String path, Location place, HiddenFiles hidden) {
    Location file = table.child(path + ".parquet");
    return file.isWithin(place) && !CatalogListing.isHidden(file, place, hidden);
  }

  private Set<String> files() throws IOException {
    Set<String> names = new TreeSet<>();
    Storages.withoutStaging()
        .of(table)
        .list(
            table,
            file -> !file.name().equals("_SUCCESS"),
            file -> names.add(withoutEnding(file.location())));
    return names;
  }

  private String withoutEnding(Location file) {
    return file.relativeTo(table).replaceAll("\\.parquet$", "");
  }
}
