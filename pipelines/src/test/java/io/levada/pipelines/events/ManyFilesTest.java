/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.Zones.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.S3Zones;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** More files than a page of a listing has, or a request can delete. */
@ExtendWith(SandboxExtension.class)
class ManyFilesTest {

  /** The system property levada.files makes them more or fewer. */
  private static final int FILES = Integer.getInteger("levada.files", 1_100);

  @TempDir private Path folder;
  private S3Zones zones;

  @BeforeEach
  void makeZones(Sandbox sandbox, SandboxSpace space) {
    zones = new S3Zones(sandbox, space, folder);
  }

  @AfterEach
  void leave() {
    zones.close();
  }

  @Test
  void areReadAndMoved() throws Exception {
    IntStream.range(0, FILES)
        .forEach(id -> zones.deliver(id + ".json", event(Integer.toString(id))));

    assertThat(zones.err(), zones.eventsAtOnce(), is(0));

    assertThat(zones.summary().get("written").asInt(), is(FILES));
    assertThat(zones.list(zones.pending()).keySet(), empty());
    assertThat(zones.list(zones.landing() + "/processed").keySet(), hasSize(FILES));
  }

  @Test
  void areWrittenAndReplaced() throws Exception {
    zones.deliver(
        "all.json",
        IntStream.range(0, FILES)
            .mapToObj(id -> event(Integer.toString(id)))
            .reduce("", String::concat));
    assertThat(zones.err(), zones.eventsAtOnce("--partitionFields=event_id"), is(0));
    assertThat(zones.dataFiles(zones.table()), hasSize(FILES));
    assertThat(zones.staged(), empty());
    zones.deliver("one.json", event("one"));

    int exit =
        zones.eventsAtOnce(
            "--partitionFields=event_id", "--writeMode=overwrite", "--replaceWithNewInputsOnly");

    assertThat(zones.err(), exit, is(0));
    assertThat(zones.dataFiles(zones.table()), hasSize(1));
  }
}
