/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.AwsAccess;
import io.levada.pipelines.CommonOptions;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.RunnerSetup;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Runs a pipeline, {@code levada run events --input=in --output=out}, or several: {@code levada run
 * parse-events ... --then silver-to-gold ...}.
 */
final class RunCommand {

  private final Pipelines pipelines;

  RunCommand(Pipelines pipelines) {
    this.pipelines = pipelines;
  }

  int run(List<String> args, ProcessSession session) {
    List<Step> steps = Step.of(pipelines, args);
    for (int i = 0; i < steps.size(); i++) {
      String place = steps.size() == 1 ? "" : "Step " + (i + 1) + " of " + steps.size();
      PipelineOptions options = steps.get(i).options();
      List<RunnerSetup> setups = RunnerSetup.of(options);
      setups.forEach(setup -> setup.startAhead(options));
      try {
        run(steps.get(i), place, session);
      } finally {
        setups.forEach(RunnerSetup::stop);
      }
    }
    return ExitCode.DONE.code();
  }

  private static void run(Step step, String place, ProcessSession session) {
    CommonOptions common = step.options().as(CommonOptions.class);
    SummaryFile summaryFile =
        common.getSummaryFile() == null
            ? null
            : new SummaryFile(common.getSummaryFile(), AwsAccess.of(common));
    ProgressConsole console = common.isQuiet() ? session.quietConsole() : session.console();
    if (!place.isEmpty()) {
      console.say(place + ": " + step.pipeline().name());
    }
    RunSummary summary = run(step.pipeline(), step.options(), console, summaryFile, session.err());
    if (!common.isQuiet()) {
      session.out().print(SummaryText.of(summary));
      session.out().flush();
    }
  }

  private static RunSummary run(
      LevadaPipeline pipeline,
      PipelineOptions options,
      ProgressConsole console,
      @Nullable SummaryFile summaryFile,
      PrintStream err) {
    RunSummary summary;
    try {
      summary = pipeline.run(options, console);
    } catch (RuntimeException | Error e) {
      console.abandon();
      if (summaryFile != null) {
        writeFailed(summaryFile, pipeline, e, err);
      }
      throw e;
    }

    console.finish();
    if (summaryFile != null) {
      writeDone(summaryFile, summary, err);
    }
    return summary;
  }

  private static void writeFailed(
      SummaryFile summaryFile, LevadaPipeline pipeline, Throwable thrown, PrintStream err) {
    RunSummary summary =
        thrown instanceof RunFailedException failed ? failed.summary().orElse(null) : null;
    try {
      summaryFile.writeFailed(Failure.of(thrown), pipeline.name(), summary);
    } catch (IOException | RuntimeException e) {
      warn(err, e);
    }
  }

  private static void writeDone(SummaryFile summaryFile, RunSummary summary, PrintStream err) {
    try {
      summaryFile.writeDone(summary);
    } catch (IOException | RuntimeException e) {
      warn(err, e);
    }
  }

  /** The run's own end stands: a run that published must not be taken for one that did not. */
  private static void warn(PrintStream err, Exception e) {
    err.println("levada: Failed to write --summaryFile: " + Failure.of(e).line());
  }
}
