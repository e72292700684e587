/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import static io.levada.pipelines.glue.Strike.REFUSED;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import io.levada.sandbox.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A run of 250 partitions that are registered when a request to Glue goes wrong, whichever it is:
 * the next start finishes it, and the catalog has what is on S3, no more and no less.
 */
@ExtendWith(SandboxExtension.class)
class CutOffRegistrationTest {

  private static final String TABLE = "t";
  private static final String BY_P = "--partitionFields=p";
  private static final int PARTITIONS = 250;
  private static final int DONE = 0;
  private static final int UNFINISHED = 6;

  @TempDir private Path folder;
  private GlueLake lake;

  @BeforeEach
  void open(Sandbox sandbox, SandboxSpace space) {
    lake = new GlueLake(sandbox, space, folder);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  /** What the table has before, and what the run does to it. */
  enum Change {
    APPEND(50, 0),
    OVERWRITE(150, 50),
    OVERWRITE_PARTITIONS(150, 10),
    OVERWRITE_WITHOUT_PARTITIONS(150, 50);

    private final int common;
    private final int others;

    Change(int common, int others) {
      this.common = common;
      this.others = others;
    }

    String before() {
      return Rows.of("old", 0, common) + Rows.of("old", PARTITIONS, PARTITIONS + others);
    }

    SortedMap<String, List<String>> after() {
      SortedMap<String, List<String>> rows = Rows.seen("new", 0, PARTITIONS);
      switch (this) {
        case APPEND ->
            Rows.seen("old", 0, common)
                .forEach((p, old) -> rows.put(p, List.of("new-" + p, old.get(0))));
        case OVERWRITE_PARTITIONS -> rows.putAll(Rows.seen("old", PARTITIONS, PARTITIONS + others));
        case OVERWRITE -> {}
        case OVERWRITE_WITHOUT_PARTITIONS -> {
          List<String> all = new ArrayList<>();
          rows.values().forEach(all::addAll);
          rows.clear();
          rows.put("", all);
        }
      }
      return rows;
    }

    String[] options() {
      return switch (this) {
        case APPEND -> new String[] {BY_P};
        case OVERWRITE -> new String[] {BY_P, "--writeMode=overwrite", "--retain=0"};
        case OVERWRITE_PARTITIONS ->
            new String[] {BY_P, "--writeMode=overwrite-partitions", "--retain=0"};
        case OVERWRITE_WITHOUT_PARTITIONS -> new String[] {"--writeMode=overwrite", "--retain=0"};
      };
    }

    /** Requests to Glue that the registration has at least. */
    int fewestRequests() {
      return this == OVERWRITE_WITHOUT_PARTITIONS ? 3 : 10;
    }
  }

  /** All that is to be as if nothing had gone wrong. */
  private record State(
      SortedMap<String, String> locations, SortedMap<String, String> runs, Set<String> objects) {}

  static Stream<Arguments> ways() {
    return Strike.IN_ALL_WAYS
        ? Stream.of(Change.values())
            .flatMap(change -> Stream.of(Strike.values()).map(way -> Arguments.of(change, way)))
        : Stream.of(
            Arguments.of(Change.OVERWRITE, REFUSED),
            Arguments.of(Change.OVERWRITE_WITHOUT_PARTITIONS, REFUSED));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void isFinishedByTheNextStartWhicheverRequestGoesWrong(Change change, Strike strike) {
    leaveUnregistered(change);
    LakeSnapshot unregistered = new LakeSnapshot(lake, TABLE);
    State whole = recoverAndLook("no request");
    assertThat(lake.athena().rows(TABLE, "v"), equalTo(change.after()));
    assertThat(Set.copyOf(whole.locations().values()), equalTo(lake.dataFolders(TABLE)));

    int n = 1;
    while (true) {
      unregistered.restore();
      lake.sandbox().faults().add(strike.fault().ofService(Service.GLUE).atCall(n));
      int exit = lake.recover(TABLE);
      boolean struck = lake.sandbox().faults().struck() > 0;
      lake.sandbox().faults().clear();
      if (!struck) {
        break;
      }
      String cut = strike + " at request " + n + ": " + lake.levada().err();
      assertThat(cut, exit, strike.isSurvived() ? is(DONE) : oneOf(DONE, UNFINISHED));
      assertThat(cut, partitionsWithoutFiles(), empty());
      assertThat(cut, exit == DONE ? look() : recoverAndLook(cut), equalTo(whole));
      n++;
    }
    assertThat(n - 1, greaterThanOrEqualTo(change.fewestRequests()));
  }

  @Test
  void isFinishedByTheNextStartWhenAHundredPartitionsWereDone() {
    lake.sandbox()
        .faults()
        .add(Fault.accessDenied().on("BatchCreatePartition").ofService(Service.GLUE).fromCall(2));

    int exit = lake.write(TABLE, Rows.of("new", 0, PARTITIONS), BY_P);

    assertThat(lake.levada().err(), exit, is(UNFINISHED));
    assertThat(lake.athena().locations(TABLE), aMapWithSize(100));
    lake.sandbox().faults().clear();
    lake.written(TABLE, Rows.of("late", 300, 301), BY_P);
    SortedMap<String, List<String>> expected = Rows.seen("new", 0, PARTITIONS);
    expected.putAll(Rows.seen("late", 300, 301));
    assertThat(lake.athena().rows(TABLE, "v"), equalTo(expected));
  }

  /** Glue is down as soon as the run is visible. */
  private void leaveUnregistered(Change change) {
    String[] options = change.options();
    lake.written(TABLE, change.before(), options);
    AtomicBoolean visible = new AtomicBoolean();
    Fault seen = Fault.runAfter(() -> visible.set(true)).ofBucket(lake.bucket());
    lake.sandbox().faults().add(seen.ofKeyMatching(".*/state-3.json"));
    lake.sandbox()
        .faults()
        .add(Fault.accessDenied().ofService(Service.GLUE).where(call -> visible.get()));

    int exit = lake.write(TABLE, Rows.of("new", 0, PARTITIONS), options);

    lake.sandbox().faults().clear();
    assertThat(lake.levada().err(), exit, is(UNFINISHED));
    assertThat(partitionsWithoutFiles(), empty());
  }

  private State recoverAndLook(String cut) {
    int exit = lake.recover(TABLE);
    assertThat(cut + ", then: " + lake.levada().err(), exit, is(DONE));
    return look();
  }

  private State look() {
    Set<String> objects = new TreeSet<>(lake.s3().list("s3://" + lake.bucket()).keySet());
    objects.removeIf(name -> name.contains("/locks/"));
    return new State(lake.athena().locations(TABLE), lake.athena().runs(TABLE), objects);
  }

  private Set<String> partitionsWithoutFiles() {
    Set<String> folders = new TreeSet<>(lake.athena().folders(TABLE));
    folders.removeAll(lake.dataFolders(TABLE));
    return folders;
  }
}
