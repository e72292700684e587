/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunnerSetup;
import java.io.IOException;
import java.util.ServiceLoader;
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
final class PipelineRun {

  private static final Duration POLL = Duration.millis(250);

  private PipelineRun() {}

  /** Makes the options fit for their runner. */
  static void prepare(PipelineOptions options, long expectedBytes) {
    for (RunnerSetup setup : ServiceLoader.load(RunnerSetup.class)) {
      if (setup.isFor(options)) {
        setup.prepare(options, expectedBytes);
      }
    }
  }

  /**
   * Runs the pipeline to its end.
   *
   * @param totalBytes what the readers will read, for the progress
   * @return the name of the class of the result, which tells the runner that made it
   * @throws RunFailedException if the pipeline fails, with its first cause
   */
  static String toEnd(Pipeline pipeline, long totalBytes, Console console) {
    PipelineResult result;
    try {
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
      throw e;
    } catch (RuntimeException e) {
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
                          MetricNameFilter.named("io.levada.io.files.ReadRecords", "bytesRead"))
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

  /** What an engineer wants to see first: the deepest cause that says anything. */
  private static String message(Throwable failure) {
    String message = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      boolean says = cause.getMessage() != null && !cause.getMessage().isBlank();
      if (says && (message == null || cause instanceof IOException || cause.getCause() == null)) {
        message = cause.getMessage();
      }
    }
    return message == null ? failure.toString() : message.lines().findFirst().orElse(message);
  }
}
