/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.levada.runners.spark.LandedEvents.Mode;
import io.levada.runners.spark.LevadaProcess.Result;
import io.levada.sandbox.Fault;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The job from S3 to S3 when its n-th request goes wrong, for every n until it passes whole, and
 * the job that is run behind it.
 */
class CutOffEventsIT {

  private static final int LANES = 2;

  /** So many a run needs at least. */
  private static final int FEWEST_REQUESTS = 40;

  /** A lock whose release is refused is waited for: its holder is this process, which lives on. */
  private static final String SHORT_LEASE = "--lockLease=5s";

  @TempDir private static Path folder;
  private static Map<String, byte[]> old;

  @BeforeAll
  static void makeOldFiles() throws Exception {
    old = LandedEvents.oldFiles(folder);
  }

  @ParameterizedTest
  @EnumSource
  void isFinishedOrUndoneWhereARequestIsRefused(Mode mode) throws Exception {
    assertDoneBehind(Fault.accessDenied(), mode);
  }

  static Stream<Mode> oneThatHasAllRequests() {
    return EveryStep.IN_ALL_WAYS ? Stream.of(Mode.values()) : Stream.of(Mode.OVERWRITE_PARTITIONS);
  }

  @ParameterizedTest
  @MethodSource("oneThatHasAllRequests")
  void isFinishedOrUndoneWhereARequestIsAppliedAndSaidToBeRefused(Mode mode) throws Exception {
    assertDoneBehind(Fault.accessDenied().afterApplying(), mode);
  }

  /** The client repeats the request, and has to know its own work when it meets it. */
  @ParameterizedTest
  @EnumSource
  void isDoneThoughAnAnswerIsLost(Mode mode) throws Exception {
    int requests =
        SandboxLane.cutOff(
            LANES,
            (lane, n) -> {
              BucketPlace place = lane.newPlace(n);
              LandedEvents events = new LandedEvents(place, mode, old);
              NthRequest cut =
                  NthRequest.struckBy(Fault.resetAfter(), lane.sandbox(), place.bucket(), n);

              Result result = LevadaInProcess.run(events.command(SHORT_LEASE));

              boolean struck = cut.end();
              assertThat(cut + ": " + result, result.exitCode(), equalTo(0));
              events.assertAsTold(cut.toString(), result);
              events.assertTidy(cut.toString());
              return struck;
            });
    assertThat(requests, greaterThan(FEWEST_REQUESTS));
  }

  private static void assertDoneBehind(Fault fault, Mode mode) throws Exception {
    int requests =
        SandboxLane.cutOff(
            LANES,
            (lane, n) -> {
              BucketPlace place = lane.newPlace(n);
              LandedEvents events = new LandedEvents(place, mode, old);
              NthRequest cut = NthRequest.struckBy(fault, lane.sandbox(), place.bucket(), n);

              Result result = LevadaInProcess.run(events.command(SHORT_LEASE));

              boolean struck = cut.end();
              events.assertAsTold(cut.toString(), result);
              events.assertDoneByTheNextRun(cut.toString());
              return struck;
            });
    assertThat(requests, greaterThan(FEWEST_REQUESTS));
  }
}
