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
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Requests cost money: three for each file that is written, and few besides. */
@ExtendWith(SandboxExtension.class)
class RequestsTest {

  private static final int FILES = 100;
  private static final int INPUTS = 4;
  private static final int MOST = 330;

  /** One listing of the day's folder tells which places are taken. */
  private static final int TO_CHOOSE_PLACES = 1;

  @TempDir private Path folder;
  private S3Zones zones;
  private final List<Call> calls = new CopyOnWriteArrayList<>();

  /** For a table that has a run already. */
  @BeforeEach
  void runOnce(Sandbox sandbox, SandboxSpace space) {
    zones = new S3Zones(sandbox, space, folder);
    zones.deliver("first.json", event("first"));
    assertThat(zones.err(), zones.eventsAtOnce("--partitionFields=event_id"), is(0));
    for (int input = 0; input < INPUTS; input++) {
      int first = input * FILES / INPUTS;
      zones.deliver(
          "f" + input + ".json",
          IntStream.range(first, first + FILES / INPUTS)
              .mapToObj(id -> event(String.valueOf(id)))
              .reduce("", String::concat));
    }
    sandbox.faults().add(Fault.delay(Duration.ZERO).where(calls::add));
  }

  @Test
  void areFewBesideThreeForEachNewFile() {
    assertThat(zones.err(), zones.eventsAtOnce("--partitionFields=event_id"), is(0));

    assertThat(count(of("CreateMultipartUpload")), is(FILES));
    assertThat(count(of("UploadPart")), is(FILES));
    assertThat(count(of("CompleteMultipartUpload")), is(FILES));
    assertThat(count(of("CopyObject")), is(INPUTS));
    assertThat(count(call -> call.operation().equals("HeadObject") && isData(call)), is(0));
    assertThat(
        calls.size() - count(this::isOfInput) - TO_CHOOSE_PLACES - ofHeartbeats(),
        is(lessThanOrEqualTo(MOST)));
    zones.close();
  }

  /** Each is written, and then the lock looked at. */
  private int ofHeartbeats() {
    return 2 * count(call -> call.key().contains("/locks/heartbeat-"));
  }

  private static Predicate<Call> of(String operation) {
    return call -> call.operation().equals(operation);
  }

  private int count(Predicate<Call> which) {
    return (int) calls.stream().filter(which).count();
  }

  private static boolean isData(Call call) {
    return call.key().endsWith(".parquet");
  }

  /** Reads of inputs, and their moves. */
  private boolean isOfInput(Call call) {
    return call.bucket().equals(zones.bucket("landing"))
        && (call.key().startsWith("pending/") || call.key().startsWith("processed/"));
  }
}
