/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.Zones.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
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

/** A staged file that somebody, a lifecycle rule for example, removes from a prepared run. */
@ExtendWith(SandboxExtension.class)
class LostUploadTest {

  @TempDir private Path folder;
  private S3Zones zones;

  @BeforeEach
  void losesAnUploadWhileFilesAreCompleted(Sandbox sandbox, SandboxSpace space) {
    zones = new S3Zones(sandbox, space, folder);
    zones.deliver("a.json", event("1"));
    assertThat(zones.eventsAtOnce(), is(0));
    zones.deliver("b.json", event("2") + event("3").replace("sold", "lost"));
    sandbox
        .faults()
        .add(
            Fault.run(() -> zones.abortUploads("trusted", "events/domain_event_type=shop-lost/"))
                .on("CompleteMultipartUpload")
                .ofKeyPrefix("events/domain_event_type=shop-lost/")
                .atCall(1));
  }

  @Test
  void undoesTheRunAndSaysSo() throws Exception {
    assertThat(zones.eventsAtOnce(), is(1));

    assertThat(
        zones.err(), containsString(" is rolled back, the table is as it was (run it again)"));
    assertThat(zones.rows("event_id"), contains("1"));
    assertThat(zones.list(zones.pending()).keySet(), contains("b.json"));
    assertThat(zones.staged(), empty());
  }

  @Test
  void isMadeGoodByTheNextRun() throws Exception {
    assertThat(zones.eventsAtOnce(), is(1));

    assertThat(zones.err(), zones.eventsAtOnce(), is(0));

    assertThat(zones.rows("event_id"), contains("1", "2", "3"));
    assertThat(zones.list(zones.pending()).keySet(), empty());
  }
}
