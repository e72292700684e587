/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.files.ReadRecords;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunnerSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricQueryResults;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.options.PipelineOptions;
import org.joda.time.Duration;

/** Runs a Beam pipeline on whatever runner the options name, and watches it. */
public final class PipelineRun {

  private static final Duration POLL = Duration.millis(250);

  /** All that the system says when a disk takes no more. */
  private static final Set<String> FULL_DISK =
      Set.of("No space left on device", "File too large", "Disk quota exceeded");

  private PipelineRun() {}

  /** Makes the options fit for their runner. */
  public static void prepare(PipelineOptions options, long expectedBytes) {
    RunnerSetup.of(options).forEach(setup -> setup.prepare(options, expectedBytes));
  }

  /**
   * Runs the pipeline to its end. The runner is left ready for the next one, unless this one fails:
   * then nothing of it goes on.
   *
   * @param totalBytes what the readers will read, for the progress
   * @return the name of the class of the result, which tells the runner that made it
   * @throws RunFailedException if the pipeline fails, with its first cause
   */
  public static String toEnd(Pipeline pipeline, long totalBytes, Console console) {
    PipelineOptions options = pipeline.getOptions();
    List<RunnerSetup> setups = RunnerSetup.of(options);
    PipelineResult result;
    try {
      setups.forEach(setup -> setup.start(options));
      result = pipeline.run();
      State state = null;
      while (state == null || !state.isTerminal()) {
        state = result.waitUntilFinish(POLL);
        console.progress("Running", bytesRead(result), totalBytes);
      }
      if (state != State.DONE) {
        throw new RunFailedException(ExitCode.FAILED, "The pipeline ended as " + state);
      }
    } catch (RunFailedException e) {
      setups.forEach(RunnerSetup::stop);
      throw e;
    } catch (RuntimeException e) {
      setups.forEach(RunnerSetup::stop);
      throw new RunFailedException(ExitCode.FAILED, message(e), e);
    }
    return result.getClass().getName();
  }

  /** Metrics may count a repeated task twice: good enough for a bar, and used for nothing else. */
  private static long bytesRead(PipelineResult result) {
    try {
      MetricQueryResults metrics =
          result
              .metrics()
              .queryMetrics(
                  MetricsFilter.builder()
                      .addNameFilter(
                          MetricNameFilter.named(ReadRecords.class, ReadRecords.BYTES_READ))
                      .build());
      long bytes = 0;
      for (MetricResult<Long> counter : metrics.getCounters()) {
        bytes += counter.getAttempted();
      }
      return bytes;
    } catch (UnsupportedOperationException e) {
      return 0;
    }
  }

  /**
   * What an engineer wants to see first: the failure of a file by those who know its name, or else
   * the deepest cause that says anything.
   */
  private static String message(Throwable failure) {
    String message = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (!saysMoreThanItsCause(cause)) {
        continue;
      }
      message = cause.getMessage();
      if (cause instanceof IOException || cause instanceof UncheckedIOException) {
        break;
      }
    }
    if (message == null) {
      return failure.toString();
    }

    String line = message.lines().findFirst().orElse(message);
    return FULL_DISK.contains(line) ? line + inTemporaryFile() : line;
  }

  private static boolean saysMoreThanItsCause(Throwable failure) {
    String message = failure.getMessage();
    return message != null
        && !message.isBlank()
        && (failure.getCause() == null || !message.equals(failure.getCause().toString()));
  }

  /**
   * Files of a run are named when they fail; those of the runner's shuffle and our spills aren't.
   */
  private static String inTemporaryFile() {
    String folder = System.getProperty("spark.local.dir", System.getProperty("java.io.tmpdir"));
    return " in a temporary file (they are in " + folder + "; java.io.tmpdir names another folder)";
  }
}
