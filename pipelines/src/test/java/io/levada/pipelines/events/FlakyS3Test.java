/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.Zones.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.S3Zones;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tenth of all requests fails, and the main job ends as if none had. */
@ExtendWith(SandboxExtension.class)
class FlakyS3Test {

  private static final int FILES = 8;
  private static final int EVENTS = 40;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void costsNoRow(long seed, Sandbox sandbox, SandboxSpace space) throws Exception {
    try (S3Zones zones = new S3Zones(sandbox, space, folder)) {
      for (int file = 0; file < FILES; file++) {
        int first = file * EVENTS / FILES;
        zones.deliver(
            "f" + file + ".json",
            IntStream.range(first, first + EVENTS / FILES)
                .mapToObj(id -> event(String.valueOf(id)))
                .reduce("", String::concat));
      }
      failATenth(sandbox, seed);

      int exit = zones.events("--partitionFields=event_id");

      int struck = sandbox.faults().struck();
      sandbox.faults().clear();
      assertThat(zones.err(), exit, is(0));
      assertThat(struck, is(greaterThan(10)));
      assertThat(
          zones.rows("event_id"),
          equalTo(IntStream.range(0, EVENTS).mapToObj(String::valueOf).sorted().toList()));
      assertThat(zones.list(zones.pending()).keySet(), empty());
      assertThat(zones.list(zones.landing() + "/processed").keySet(), hasSize(FILES));
      assertThat(zones.dataFiles(zones.stage()), empty());
      assertThat(zones.staged(), empty());
    }
  }

  private static void failATenth(Sandbox sandbox, long seed) {
    List<Fault> faults =
        List.of(
            Fault.slowDown(),
            Fault.internalError(),
            Fault.resetBefore(),
            Fault.resetAfter(),
            Fault.cutBody());
    for (Fault fault : faults) {
      sandbox
          .faults()
          .add(fault.withProbability(0.1 / faults.size(), seed * 100 + faults.indexOf(fault)));
    }
  }
}
