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

@ExtendWith(SandboxExtension.class)
class BookmarkedEventsOnS3Test extends BookmarkedEventsContract {

  @TempDir private Path folder;
  private Sandbox sandbox;
  private S3Zones zones;

  @BeforeEach
  void makeZones(Sandbox sandbox, SandboxSpace space) {
    this.sandbox = sandbox;
    zones = new S3Zones(sandbox, space, folder);
    use(zones);
  }

  /** It was there before the first run began to publish, so it is older than that run's files. */
  @Test
  void takesAFileThatCameWhileTheLastRunWasAtWork() throws Exception {
    zones.deliver("b.json", event("1"));
    sandbox
        .faults()
        .add(
            Fault.run(() -> zones.deliver("a.json", event("2")))
                .on("CreateMultipartUpload")
                .atCall(1));
    assertThat(bookmarked(), is(0));

    assertThat(bookmarked(), is(0));

    assertThat(zones.rows("event_id"), contains("1", "2"));
  }

  /** On S3 the same content has the same ETag, whenever it was written. */
  @Test
  void takesAFileThatWasWrittenAgainAsItWasForTheSame() throws Exception {
    zones.deliver("a.json", event("1"));
    assertThat(bookmarked(), is(0));
    zones.deliver("a.json", event("1"));

    assertThat(bookmarked(), is(0));

    assertThat(zones.out(), containsString("Nothing to do"));
    assertThat(zones.rows("event_id"), contains("1"));
  }
}
