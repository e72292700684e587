/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.levada.io.lake.LakeTable;
import io.levada.io.lake.TableScan;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a reader that goes by the ledger finds wherever a run has ended. */
abstract class CutOffReadContract {

  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-31T23:59:59Z"), ZoneOffset.UTC);
  private static final String RUN = "run-0";

  /** The last is of another tool. */
  private static final List<String> BEFORE =
      List.of("p=1/a.parquet", "p=2/a.parquet", "p=2/foreign.parquet");

  private static final List<String> WRITTEN = List.of("p=1/run-0.parquet", "p=3/run-0.parquet");

  enum Job {
    APPEND,
    OVERWRITE,
    /** Would overwrite, but a staged file is lost when another has been completed. */
    UNDONE
  }

  private Location table;

  abstract AwsSettings aws();

  /** A folder that no other call gets. */
  abstract Location folder(String name);

  @ParameterizedTest
  @EnumSource
  void findsTheOldFilesOrTheNewWhereverARunHasEnded(Job job) throws IOException {
    int call = 0;
    boolean ended = true;
    while (ended) {
      start(job + "-" + call);
      FailingStorage.Calls calls = new FailingStorage.Calls(FailingStorage.Fault.ENDS_BEFORE, call);
      try {
        carryOut(job, storage -> new FailingStorage(storage, calls));
      } catch (IOException e) {
        assertThat(e.getMessage(), calls.haveFailed() || job == Job.UNDONE, is(true));
      }
      ended = calls.haveFailed();
      Run.State state = Ledger.find(aws(), table).run(RUN).orElseThrow().state();
      boolean isVisible = state == Run.State.VISIBLE || state == Run.State.COMMITTED;

      String cut = job + " before call " + call;
      assertFinds(cut, isVisible ? after(job) : BEFORE);
      new Recovery(Ledger.find(aws(), table), LockCheck.NONE, CLOCK).recover();
      assertThat(
          cut + ", recovered", listed(), equalTo(state == Run.State.OPEN ? BEFORE : after(job)));
      call++;
    }
    assertThat(call, greaterThan(9));
  }

  final void start(String name) throws IOException {
    table = folder(name).child("table");
    for (String file : BEFORE) {
      Storages.withoutStaging()
          .withAws(aws())
          .of(table)
          .write(table.child(file), file.getBytes(UTF_8));
    }
  }

  /** From OPEN on, through storages that may be watched. */
  final void carryOut(Job job, UnaryOperator<Storage> watch) throws IOException {
    Ledger ledger = Ledger.claim(aws(), table, null);
    ledger.begin(RUN, CLOCK, Map.of());
    Storage storage = ledger.storages(RUN).of(table);
    List<StagedFile> staged = new ArrayList<>();
    for (String file : WRITTEN) {
      StagedUpload upload = storage.stage(table.child(file), "1");
      upload.write(file.getBytes(UTF_8));
      staged.add(upload.finish());
    }
    PublishPlan plan =
        new PublishPlan(
            staged,
            replaced(job).stream().map(table::child).toList(),
            List.of(),
            table.child("_SUCCESS"));

    Run run = Ledger.claim(aws(), table, null, watch).load(RUN, CLOCK);
    run.prepare(plan, Map.of());
    if (job == Job.UNDONE) {
      storage.discard(staged.get(1));
    }
    run.publish(plan);
    run.commit(plan);
  }

  /** By the table, a partition of it, and a file. */
  private void assertFinds(String when, List<String> expected) throws IOException {
    assertThat(when, listed(), equalTo(expected));
    for (String place : List.of("p=1", WRITTEN.get(0))) {
      assertThat(
          when,
          listed(table.child(place)),
          equalTo(expected.stream().filter(file -> file.startsWith(place)).toList()));
    }
  }

  /** The files that a reader would read, by their paths in the table. */
  private List<String> listed(Location place) throws IOException {
    List<String> listed = new ArrayList<>();
    LakeTable.list(
        Storages.withoutStaging().withAws(aws()),
        place,
        TableScan.all(),
        files -> {
          files.forEach(file -> listed.add(file.location().relativeTo(table)));
          return List.of();
        });
    return listed;
  }

  final List<String> listed() throws IOException {
    return listed(table);
  }

  static List<String> before() {
    return BEFORE;
  }

  static List<String> after(Job job) {
    return switch (job) {
      case APPEND -> concat(BEFORE, WRITTEN);
      case OVERWRITE -> concat(BEFORE.subList(2, 3), WRITTEN);
      case UNDONE -> BEFORE;
    };
  }

  private static List<String> replaced(Job job) {
    return job == Job.APPEND ? List.of() : BEFORE.subList(0, 2);
  }

  private static List<String> concat(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).sorted().toList();
  }
}
