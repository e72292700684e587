/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.Zones.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.levada.pipelines.S3Zones;
import io.levada.sandbox.Call;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Requests cost money: three a file that is written, and few besides. */
@ExtendWith(SandboxExtension.class)
class RequestsTest {

  private static final int FILES = 100;
  private static final int INPUTS = 4;

  @TempDir private Path folder;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  @Test
  void areFewBesideThreeForEachNewFile(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (S3Zones zones = new S3Zones(sandbox, space, folder)) {
      for (int input = 0; input < INPUTS; input++) {
        int first = input * FILES / INPUTS;
        zones.deliver(
            "f" + input + ".json",
            IntStream.range(first, first + FILES / INPUTS)
                .mapToObj(id -> event(String.valueOf(id)))
                .reduce("", String::concat));
      }
      sandbox.faults().add(Fault.delay(Duration.ZERO).where(calls::add));

      int exit = zones.eventsAtOnce("--partitionFields=event_id");

      sandbox.faults().clear();
      assertThat(zones.err(), exit, is(0));
      assertThat(zones.dataFiles(zones.table()).size(), is(FILES));
      assertThat(count("CreateMultipartUpload"), is(FILES));
      assertThat(count("UploadPart"), is(FILES));
      assertThat(count("CompleteMultipartUpload"), is(FILES));
      assertThat(count("CopyObject"), is(INPUTS));
      assertThat(
          calls.stream().filter(call -> !isApart(call, zones)).toList().size(),
          is(lessThanOrEqualTo(330)));
    }
  }

  private int count(String operation) {
    return (int) calls.stream().filter(call -> call.operation().equals(operation)).count();
  }

  /** Reading of inputs, moves and heartbeats. */
  private static boolean isApart(Call call, S3Zones zones) {
    boolean ofInput =
        call.bucket().equals(zones.bucket("landing"))
            && (call.key().startsWith("pending/") || call.key().startsWith("processed/"));
    return ofInput || call.key().contains("/locks/heartbeat-");
  }
}
