/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.Zones.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.S3Zones;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that is started again, by a scheduler for example, since it has failed while publishing.
 */
@ExtendWith(SandboxExtension.class)
class RetriedRunTest {

  @TempDir private Path folder;
  private Sandbox sandbox;
  private S3Zones zones;

  @BeforeEach
  void makeZones(Sandbox sandbox, SandboxSpace space) {
    this.sandbox = sandbox;
    zones = new S3Zones(sandbox, space, folder);
    zones.deliver("a.json", event("1"));
  }

  @Test
  void readsNothingTwiceThatItHasFinishedFirst() throws Exception {
    sandbox.faults().add(Fault.accessDenied().on("CompleteMultipartUpload"));
    assertThat(fromPending(), is(6));
    sandbox.faults().clear();
    zones.deliver("b.json", event("2"));

    assertThat(zones.err(), fromPending(), is(0));

    assertThat(zones.rows("event_id"), contains("1", "2"));
    assertThat(
        zones.out(),
        containsString("1 file left out: in the table already, by a run that was not finished"));
  }

  @Test
  void readsAllOfARewrittenFile() throws Exception {
    sandbox.faults().add(Fault.accessDenied().on("CompleteMultipartUpload"));
    assertThat(fromPending(), is(6));
    sandbox.faults().clear();
    zones.deliver("a.json", event("2"));

    assertThat(zones.err(), fromPending(), is(0));

    assertThat(zones.rows("event_id"), contains("1", "2"));
  }

  /** Otherwise the rows of the file that is owed would be replaced, and read by nobody. */
  @Test
  void readsAllIfItReplacesWhatItHasFinished() throws Exception {
    sandbox.faults().add(Fault.accessDenied().on("CopyObject"));
    assertThat(zones.eventsAtOnce(), is(6));
    zones.deliver("b.json", event("2"));

    assertThat(zones.err(), fromPending("--writeMode=overwrite"), is(0));

    assertThat(zones.rows("event_id"), contains("1", "2"));
  }

  @Test
  void saysWhatFinishesIt() {
    sandbox.faults().add(Fault.accessDenied().on("CompleteMultipartUpload"));

    assertThat(fromPending(), is(6));

    assertThat(
        zones.err(),
        containsString(
            "(the next run, or levada runs recover " + zones.table() + ", finishes it)"));
  }

  @Test
  void takesAMistypedZoneForNoEmptiedOne() throws Exception {
    assertThat(zones.eventsAtOnce(), is(0));

    int exit =
        zones.run("events", "--landing=" + zones.landing() + "/typo", "--output=" + zones.table());

    assertThat(exit, is(1));
    assertThat(zones.err(), containsString("Input not found: " + zones.landing() + "/typo"));
  }

  private int fromPending(String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "events";
    arguments[1] = "--input=" + zones.pending();
    arguments[2] = "--output=" + zones.table();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return zones.run(arguments);
  }
}
