/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.lessThan;

import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.PublishPlan;
import io.levada.io.ledger.Run;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.ChangedWhileReadingException;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that goes on reading while runs append to a table and overwrite it. */
abstract class ReadWhileWrittenContract {

  private static final List<String> PARTITIONS = List.of("p=1", "p=2", "p=3");

  @TempDir private Path scratch;
  private Location table;

  abstract AwsSettings aws();

  abstract Location parent();

  /** How many runs follow the first. */
  abstract int runs();

  @Test
  void listsAndReadsWholeVersionsInTheirOrder() throws Exception {
    table = parent().child("table");
    List<List<Integer>> versions = versions();
    publish(0);
    List<Integer> listed = new ArrayList<>();
    List<Integer> read = new ArrayList<>();
    int changed = 0;

    ExecutorService writer = Executors.newSingleThreadExecutor();
    try {
      Future<?> writing = writer.submit(() -> publishAll());
      while (!writing.isDone()) {
        listed.add(versions.indexOf(listed()));
        try {
          read.add(versions.indexOf(read()));
        } catch (ChangedWhileReadingException e) {
          changed++;
        }
      }
      writing.get(0, SECONDS);
    } finally {
      writer.shutdownNow();
    }

    assertThat(listed, everyItem(greaterThanOrEqualTo(0)));
    assertThat(listed, equalTo(listed.stream().sorted().toList()));
    assertThat(read, everyItem(greaterThanOrEqualTo(0)));
    assertThat(read, equalTo(read.stream().sorted().toList()));
    assertThat(listed.stream().distinct().count(), greaterThan(5L));
    assertThat(changed, lessThan(listed.size()));
    assertThat(read(), equalTo(versions.get(runs())));
  }

  private Void publishAll() throws IOException {
    for (int run = 1; run <= runs(); run++) {
      publish(run);
    }
    return null;
  }

  /** Every third overwrites all, the others append. */
  private static boolean overwrites(int run) {
    return run % 3 == 0;
  }

  /** The runs whose rows are in the table behind each run, in each partition once. */
  private List<List<Integer>> versions() {
    List<List<Integer>> versions = new ArrayList<>();
    List<Integer> version = new ArrayList<>();
    for (int run = 0; run <= runs(); run++) {
      if (overwrites(run)) {
        version.clear();
      }
      for (int i = 0; i < PARTITIONS.size(); i++) {
        version.add(run);
      }
      versions.add(version.stream().sorted().toList());
    }
    return versions;
  }

  private void publish(int number) throws IOException {
    Ledger ledger = Ledger.claim(aws(), table, null);
    String id = "run-%02d".formatted(number);
    Run run = ledger.begin(id, Clock.systemUTC(), Map.of());
    Storage storage = ledger.storages(id).of(table);
    List<Location> replaced =
        overwrites(number)
            ? LakeTable.dataFiles(Storages.withoutStaging().withAws(aws()), table).stream()
                .map(Entry::location)
                .toList()
            : List.of();
    byte[] content = parquet(number);
    List<StagedFile> staged = new ArrayList<>();
    for (String partition : PARTITIONS) {
      StagedUpload upload = storage.stage(table.child(partition + "/" + id + ".parquet"), "1");
      upload.write(content);
      staged.add(upload.finish());
    }
    PublishPlan plan = new PublishPlan(staged, replaced, List.of(), table.child("_SUCCESS"));
    run.prepare(plan, Map.of());
    run.publish(plan);
    run.commit(plan);
  }

  /** A file of one row, the run's number. */
  private byte[] parquet(int number) throws IOException {
    Path file = scratch.resolve(number + ".parquet");
    ExampleFiles.write(file, "required int32 run;", row -> row.append("run", number));
    return Files.readAllBytes(file);
  }

  /** The run of each file, by its name. */
  private List<Integer> listed() throws IOException {
    List<Integer> runs = new ArrayList<>();
    LakeTable.list(
        Storages.withoutStaging().withAws(aws()),
        table,
        TableScan.all(),
        files -> {
          files.forEach(file -> runs.add(Integer.valueOf(file.location().name().substring(4, 6))));
          return List.of();
        });
    return runs.stream().sorted().toList();
  }

  /** The run of each row. */
  private List<Integer> read() throws IOException {
    Storages storages = Storages.withoutStaging().withAws(aws());
    List<Row> rows = LakeIO.read(storages, LakeTable.list(storages, table)).head(1_000);
    return rows.stream().map(row -> row.getInt32("run")).sorted().toList();
  }
}
