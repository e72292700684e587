/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.RunnerSetup;
import io.levada.pipelines.UsageException;
import java.util.ServiceLoader;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;

class DirectRunnerSetupTest {

  private static final long GIB = 1L << 30;

  private final DirectRunnerSetup setup = new DirectRunnerSetup(6 * GIB, 5);

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(RunnerSetup.class), hasItem(instanceOf(DirectRunnerSetup.class)));
  }

  @Test
  void isForTheDirectRunner() {
    assertThat(setup.isFor(options("--runner=DirectRunner")), is(true));
  }

  @Test
  void isForTheRunnerThatIsTakenWhenNoneIsNamed() {
    assertThat(setup.isFor(options()), is(true));
  }

  @Test
  void isNotForAnotherRunner() {
    PipelineOptions options = options();
    options.setRunner(OtherRunner.class);

    assertThat(setup.isFor(options), is(false));
  }

  @Test
  void turnsOffTheChecksThatAreForTests() {
    DirectOptions options = prepared();

    assertThat(options.isEnforceImmutability(), is(false));
    assertThat(options.isEnforceEncodability(), is(false));
  }

  @Test
  void usesEveryProcessor() {
    assertThat(prepared().getTargetParallelism(), is(5));
  }

  @Test
  void leavesTheWaitingToThePipeline() {
    assertThat(prepared().isBlockOnRun(), is(false));
  }

  @Test
  void keepsWhatTheUserHasChosenEvenWhereItIsTheDefault() {
    DirectOptions options =
        prepared(
            "--enforceImmutability=true",
            "--enforceEncodability=true",
            "--targetParallelism=1",
            "--blockOnRun=true");

    assertThat(options.isEnforceImmutability(), is(true));
    assertThat(options.isEnforceEncodability(), is(true));
    assertThat(options.getTargetParallelism(), is(1));
    assertThat(options.isBlockOnRun(), is(true));
  }

  @Test
  void takesAnInputOfAThirdOfTheHeap() {
    PipelineOptions options = options();

    setup.prepare(options, 2 * GIB);

    assertThat(options.as(DirectOptions.class).getTargetParallelism(), is(5));
  }

  @Test
  void refusesALargerInputAndNamesTheWaysOut() {
    UsageException refusal =
        assertThrows(UsageException.class, () -> setup.prepare(options(), 2 * GIB + 1));

    assertThat(
        refusal.getMessage(),
        is(
            "Cannot run 2.0 GiB of input on the Direct runner: it needs about 6.0 GiB of heap and"
                + " has 6.0 GiB; use --runner=SparkRunner or LEVADA_JAVA_OPTS=-Xmx8g"));
  }

  private DirectOptions prepared(String... args) {
    PipelineOptions options = options(args);
    setup.prepare(options, 0);
    return options.as(DirectOptions.class);
  }

  private static PipelineOptions options(String... args) {
    return PipelineOptionsFactory.fromArgs(args).create();
  }

  private static final class OtherRunner extends PipelineRunner<PipelineResult> {

    @Override
    public PipelineResult run(Pipeline pipeline) {
      throw new AssertionError("not to be run");
    }
  }
}
