/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.Zones.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.S3Zones;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SandboxExtension.class)
class LandedEventsOnS3Test extends LandedEventsContract {

  private static final int LONGEST_KEY = 1024;

  @TempDir private Path folder;
  private Sandbox sandbox;
  private S3Zones zones;

  @BeforeEach
  void makeZones(Sandbox sandbox, SandboxSpace space) {
    this.sandbox = sandbox;
    zones = new S3Zones(sandbox, space, folder);
    use(zones);
  }

  /** A key has no parts for S3, and none of {@code processed/date=.../} may make it too long. */
  @Override
  List<String> oddNames() {
    List<String> names = new ArrayList<>(super.oddNames());
    names.add(
        "k".repeat(LONGEST_KEY - "processed/date=2026-09-01/".length() - ".json".length())
            + ".json");
    return names;
  }

  @Test
  void takesNoFolderMarkerForAFile() throws Exception {
    zones.put(zones.pending() + "/", new byte[0]);
    zones.put(zones.pending() + "/sub/", new byte[0]);
    zones.deliver("sub/a.json", event("1"));

    assertThat(zones.err(), zones.events(), is(0));

    assertThat(zones.summary().get("read").asInt(), is(1));
    assertThat(zones.list(zones.pending()).keySet(), contains("", "sub/"));
    assertThat(zones.rows("event_id"), contains("1"));
  }

  @Test
  void leavesAFileThatArrivesDuringTheRun() throws Exception {
    zones.deliver("a.json", event("1"));
    sandbox
        .faults()
        .add(
            Fault.run(() -> zones.deliver("late.json", event("2")))
                .on("GetObject")
                .ofBucket(zones.bucket("landing"))
                .ofKeyPrefix("pending/")
                .atCall(1));

    assertThat(zones.err(), zones.events(), is(0));

    assertThat(zones.list(zones.pending()).keySet(), contains("late.json"));
    assertThat(zones.rows("event_id"), contains("1"));
    assertThat(zones.err(), zones.events(), is(0));
    assertThat(zones.rows("event_id"), contains("1", "2"));
  }

  /** The run fails, or goes by what it has listed: nothing is lost either way. */
  @Test
  void neverMovesAFileThatIsRewrittenDuringTheRun() throws Exception {
    zones.deliver("a.json", event("1"));
    sandbox
        .faults()
        .add(
            Fault.run(() -> zones.deliver("a.json", event("2")))
                .on("CreateMultipartUpload")
                .atCall(1));

    int first = zones.eventsAtOnce();

    assertThat(zones.err(), first, is(0));
    assertThat(zones.list(zones.pending()).keySet(), contains("a.json"));
    assertThat(zones.err(), zones.eventsAtOnce(), is(0));
    assertThat(zones.rows("event_id"), contains("1", "2"));
  }

  /** A move that is refused stays owed, of each content that was read under the name. */
  @Test
  void readsNoFileAgainThatCouldNotBeMoved() throws Exception {
    zones.deliver("a.json", event("1"));
    zones.deliver("b.json", event("2"));
    sandbox.faults().add(Fault.accessDenied().on("CopyObject"));
    assertThat(zones.eventsAtOnce(), is(6));
    zones.deliver("a.json", event("3"));
    assertThat(zones.eventsAtOnce(), is(6));

    assertThat(zones.err(), zones.eventsAtOnce(), is(0));

    assertThat(zones.rows("event_id"), contains("1", "2", "3"));
    assertThat(zones.list(zones.pending()).keySet(), contains("a.json", "b.json"));
  }

  @Test
  void movesInALaterRunWhatCouldNotBeMoved() throws Exception {
    zones.deliver("a.json", event("1"));
    sandbox.faults().add(Fault.accessDenied().on("CopyObject"));
    assertThat(zones.eventsAtOnce(), is(6));
    sandbox.faults().clear();

    assertThat(zones.err(), zones.eventsAtOnce(), is(0));

    assertThat(zones.rows("event_id"), contains("1"));
    assertThat(zones.list(zones.pending()).keySet(), empty());
  }

  /** Only what the second run has read of the stage zone leaves it. */
  @Test
  void leavesWhatIsStagedByOthersMeanwhile() throws Exception {
    zones.deliver("a.json", event("1"));
    String late = zones.stage() + "/late.parquet";
    sandbox
        .faults()
        .add(
            Fault.run(() -> zones.put(late, zones.read(firstStaged())))
                .on("CreateMultipartUpload")
                .ofBucket(zones.bucket("trusted"))
                .ofKeyPrefix("events/")
                .atCall(1));

    assertThat(zones.err(), zones.events(), is(0));

    assertThat(zones.dataFiles(zones.stage()), contains("late.parquet"));
    assertThat(zones.rows("event_id"), contains("1"));
  }

  private String firstStaged() {
    return zones.stage() + "/" + zones.dataFiles(zones.stage()).get(0);
  }

  @Test
  void doesNotTouchTablesWhoseNamesBeginAlike() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(zones.eventsAtOnce(), is(0));
    String file = zones.dataFiles(zones.table()).get(0);
    byte[] content = zones.read(zones.table() + "/" + file);
    List<String> others =
        List.of("_old/" + file, "2/" + file, ".parquet", "-x/y/" + file, " /" + file);
    others.forEach(other -> zones.put(zones.table() + other, content));
    zones.deliver("b.json", event("2"));

    int exit = zones.eventsAtOnce("--writeMode=overwrite", "--replaceWithNewInputsOnly");

    assertThat(zones.err(), exit, is(0));
    assertThat(zones.rows("event_id"), contains("2"));
    for (String other : others) {
      assertThat(zones.everything().keySet(), hasItem("trusted/events" + other));
    }
  }
}
