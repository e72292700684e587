/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.Registration;
import io.levada.io.catalog.Registration.Placed;
import io.levada.io.catalog.TableName;
import io.levada.io.ledger.ObservedRuns;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.ChangedWhileReadingException;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers by the catalog that go on reading while runs put versions of a table in one another's
 * place, and every fourth adds to the one that is there.
 */
abstract class PollWhileReplacedContract {

  private static final List<String> VALUES = List.of("1", "2", "3");

  @TempDir private Path scratch;
  private Location table;
  private Catalog catalog;
  private CatalogTable definition;
  private ObservedRuns runs;

  /** Of each partition, the numbers of the runs whose rows it has behind each run. */
  private final List<Map<String, List<Integer>>> versions = new ArrayList<>();

  private final List<List<Location>> files = new ArrayList<>();
  private Location present;
  private final AtomicLong polls = new AtomicLong();

  abstract AwsSettings aws();

  abstract Location parent();

  abstract CatalogReference reference();

  abstract TableName name();

  /** How many runs follow the first. */
  abstract int runs();

  /** To be called before each test, when the rest is known. */
  final void begin() throws IOException {
    table = parent().child("table");
    catalog = reference().open(aws());
    definition =
        CatalogTable.ofParquet(
            name(),
            table,
            List.of(CatalogColumn.of("number", "int")),
            List.of(CatalogColumn.of("p", "string")));
    catalog.create(definition);
    runs = new ObservedRuns(aws(), table, catalog, () -> {});
    for (int number = 0; number <= runs(); number++) {
      boolean adds = adds(number);
      Map<String, List<Integer>> version = new TreeMap<>();
      for (String value : VALUES) {
        List<Integer> numbers =
            new ArrayList<>(adds ? versions.get(number - 1).get(value) : List.of());
        numbers.add(number);
        version.put(value, numbers);
      }
      versions.add(version);
    }
  }

  /** Levada's own reader sees the whole table, before or behind each run. */
  @Test
  void showsWholeVersionsOfTheTableInTheirOrder() throws Exception {
    publish(0, false);
    List<Integer> seen = new ArrayList<>();

    whilePublishing(
        () -> {
          publishAll(false);
          return null;
        },
        () -> {
          try {
            seen.add(versions.indexOf(read()));
          } catch (ChangedWhileReadingException e) {
            // A version that it has listed was deleted before it was read: it has to begin again.
          }
        });

    assertThat(seen, everyItem(greaterThanOrEqualTo(0)));
    assertThat(seen, equalTo(seen.stream().sorted().toList()));
    assertThat(seen.stream().distinct().count(), greaterThan(runs() / 2L));
    assertThat(read(), equalTo(versions.get(runs())));
  }

  /** One that knows nothing of the ledger, as Athena, sees each partition whole. */
  @Test
  void showsWholeVersionsOfEachPartitionToThoseWhoAskTheCatalogAlone() throws Exception {
    publish(0, true);
    List<Map<String, List<Integer>>> seen = new ArrayList<>();

    whilePublishing(
        () -> {
          publishAll(true);
          return null;
        },
        () -> seen.add(poll()));

    for (String value : VALUES) {
      List<List<Integer>> ofPartition = versions.stream().map(v -> v.get(value)).toList();
      for (Map<String, List<Integer>> one : seen) {
        assertThat(ofPartition, hasItem(one.get(value)));
      }
    }
    assertThat(seen.stream().distinct().count(), greaterThan(runs() / 2L));
  }

  private interface Poll {
    void once() throws IOException;
  }

  private void whilePublishing(Callable<Void> writes, Poll poll) throws Exception {
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<Void> writing = writer.submit(writes);
      while (!writing.isDone()) {
        poll.once();
        polls.incrementAndGet();
      }
      writing.get(0, TimeUnit.SECONDS);
    } finally {
      writer.shutdownNow();
    }
  }

  private static boolean adds(int number) {
    return number % 4 == 3;
  }

  /**
   * @param forOthers whether readers without the ledger have time between two runs: the version
   *     that they read stays for one more, and no run adds to it, which they would see in part
   */
  private void publishAll(boolean forOthers) throws IOException, InterruptedException {
    for (int number = 1; number <= runs(); number++) {
      publish(number, forOthers);
      // One poll at least is between two runs, and none sees more than one of them.
      long enough = polls.get() + 2;
      while (polls.get() < enough) {
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  private void publish(int number, boolean forOthers) throws IOException {
    boolean adds = adds(number) && !forOthers;
    String id = "20260131T000000%03dZ-000000000000".formatted(number);
    Map<String, byte[]> writes = new LinkedHashMap<>();
    List<Placed> placed = new ArrayList<>();
    List<Location> written = new ArrayList<>();
    byte[] content = parquet(number);
    for (String value : VALUES) {
      String version = adds ? present.name() : VersionFolder.of(id);
      String path = "p=" + value + "/" + version;
      writes.put(path + "/" + id + ".parquet", content);
      placed.add(new Placed(List.of(value), table.child(path)));
      written.add(table.child(path + "/" + id + ".parquet"));
    }
    present = placed.get(0).location();
    List<Location> removed = adds ? List.of() : removed(forOthers);
    List<Location> retained =
        forOthers && !files.isEmpty()
            ? files.get(files.size() - 1).stream().map(Location::parent).toList()
            : List.of();
    runs.publish(
        id,
        writes,
        removed,
        retained,
        new Registration(reference(), name().database(), name().table(), null, placed, List.of()));
    if (forOthers) {
      versions.get(number).replaceAll((value, numbers) -> List.of(number));
    }
    files.add(written);
  }

  /** All files that are there, but those of the last version if it is to stay for one more run. */
  private List<Location> removed(boolean forOthers) {
    int kept = forOthers ? 1 : 0;
    List<Location> removed = new ArrayList<>();
    while (files.size() > kept) {
      removed.addAll(files.remove(0));
    }
    return removed;
  }

  private byte[] parquet(int number) throws IOException {
    Path file = scratch.resolve(number + ".parquet");
    ExampleFiles.write(file, "required int32 number;", row -> row.append("number", number));
    return Files.readAllBytes(file);
  }

  private Map<String, List<Integer>> read() throws IOException {
    Storages storages = Storages.withoutStaging().withAws(aws());
    LakeTable listed = LakeTable.list(storages, reference(), name(), TableScan.all());
    Map<String, List<Integer>> rows = new TreeMap<>();
    for (Row row : LakeIO.read(storages, listed).head(1_000)) {
      rows.computeIfAbsent(row.getString("p"), any -> new ArrayList<>())
          .add(row.getInt32("number"));
    }
    rows.values().forEach(numbers -> numbers.sort(null));
    return rows;
  }

  private Map<String, List<Integer>> poll() throws IOException {
    Map<String, List<Integer>> found = new HashMap<>();
    Map<List<String>, Location> places = CatalogPartitions.of(catalog, definition, List.of(), null);
    for (Map.Entry<List<String>, Location> place : places.entrySet()) {
      List<Integer> numbers = new ArrayList<>();
      Storages.withoutStaging()
          .withAws(aws())
          .of(table)
          .list(
              place.getValue(),
              file -> numbers.add(Integer.valueOf(file.location().name().substring(15, 18))));
      found.put(place.getKey().get(0), numbers);
    }
    return found;
  }
}
