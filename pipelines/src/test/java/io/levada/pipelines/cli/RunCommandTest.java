/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import static io.levada.pipelines.cli.CountLinesPipeline.SUMMARY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesRegex;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.levada.pipelines.AwsOptions;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.GlueOptions;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.options.ApplicationNameOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunCommandTest {

  private final CommandLine commandLine = new CommandLine();

  @Test
  void runsThePipelineOnBeam() {
    int exitCode =
        commandLine
            .whosePipeline(CountLinesPipeline::runBeam)
            .runCountLines("--runner", "DirectRunner", "--targetParallelism", "1");

    assertThat(commandLine.err(), is(""));
    assertThat(exitCode, is(0));
  }

  @Test
  void takesValuesInOneWordAndInTwo() {
    commandLine.run("run", "count-lines", "--input", "a b", "--output=x=y", "--maxLines", "3");

    assertThat(commandLine.options().getInput(), is("a b"));
    assertThat(commandLine.options().getOutput(), is("x=y"));
    assertThat(commandLine.options().getMaxLines(), is(3L));
  }

  @Test
  void takesValuesThatBeginWithADash() {
    commandLine.run(
        "run", "count-lines", "--input", "-in", "--output", "--out-", "--maxLines", "-5");

    assertThat(commandLine.options().getInput(), is("-in"));
    assertThat(commandLine.options().getOutput(), is("--out-"));
    assertThat(commandLine.options().getMaxLines(), is(-5L));
  }

  @Test
  void doesNotTakeAnOptionForAValue() {
    assertUsage("Missing value of --input", "run", "count-lines", "--input", "--output=out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--blank", "--blank=true", "--blank true", "--blank TRUE"})
  void takesFlagsAlone(String flag) {
    commandLine.runCountLines(flag.split(" ", -1));

    assertThat(commandLine.options().isBlank(), is(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--blank=false", "--blank false"})
  void takesFlagsThatAreOff(String flag) {
    commandLine.runCountLines(flag.split(" ", -1));

    assertThat(commandLine.options().isBlank(), is(false));
  }

  @Test
  void takesAFlagBeforeAnotherOption() {
    commandLine.runCountLines("--blank", "--maxLines=2");

    assertThat(commandLine.options().isBlank(), is(true));
    assertThat(commandLine.options().getMaxLines(), is(2L));
  }

  @Test
  void namesATypoThatFollowsAFlag() {
    int exitCode = commandLine.runCountLines("--blank", "--maxLine=2");

    assertThat(
        commandLine.err(), is("levada: Unknown option: --maxLine (did you mean --maxLines?)\n"));
    assertThat(exitCode, is(2));
  }

  @Test
  void takesListsByCommaAndByRepetition() {
    commandLine.runCountLines("--keyFields=a,b", "--keyFields", "c");

    assertThat(commandLine.options().getKeyFields(), is(List.of("a", "b", "c")));
  }

  @Test
  void takesEnumsInTheirShownSpelling() {
    commandLine.runCountLines("--writeMode=fail-if-exists");

    assertThat(
        commandLine.options().getWriteMode(), is(CountLinesOptions.WriteMode.FAIL_IF_EXISTS));
  }

  @Test
  void takesEnumsAsJavaSpellsThem() {
    commandLine.runCountLines("--writeMode", "APPEND");

    assertThat(commandLine.options().getWriteMode(), is(CountLinesOptions.WriteMode.APPEND));
  }

  @Test
  void takesHiddenOptions() {
    commandLine.runCountLines("--secretKnob=7");

    assertThat(commandLine.options().getSecretKnob(), is(7));
  }

  @Test
  void namesTheApplicationAfterThePipeline() {
    commandLine.runCountLines();

    assertThat(
        commandLine.options().as(ApplicationNameOptions.class).getAppName(),
        is("levada count-lines"));
  }

  @Test
  void takesANameForTheApplication() {
    commandLine.runCountLines("--appName=nightly");

    assertThat(commandLine.options().as(ApplicationNameOptions.class).getAppName(), is("nightly"));
  }

  @Test
  void takesOptionsOfBeam() {
    commandLine.runCountLines("--jobName", "nightly", "--tempLocation=/tmp");

    assertThat(commandLine.options().getJobName(), is("nightly"));
    assertThat(commandLine.options().getTempLocation(), is("/tmp"));
  }

  @Test
  void runsOnePipelineBehindTheOther() {
    List<String> inputs = new ArrayList<>();
    commandLine.whosePipeline(
        (options, console) -> {
          inputs.add(options.getInput());
          return SUMMARY;
        });

    int exitCode =
        commandLine.run(
            "run count-lines --input=a --output=b --then count-lines --input=b --output=c"
                .split(" ", -1));

    assertThat(inputs, contains("a", "b"));
    assertThat(commandLine.err(), is("Step 1 of 2: count-lines\nStep 2 of 2: count-lines\n"));
    assertThat(exitCode, is(0));
  }

  @Test
  void givesLaterStepsTheRunnerAndAwsOfTheFirst() {
    commandLine.run(
        ("run count-lines --input=a --output=b --targetParallelism=3 --awsRegion=eu-west-1"
                + " --endpoint=http://one --then count-lines --input=b --output=c"
                + " --endpoint=http://two")
            .split(" ", -1));

    CountLinesOptions second = commandLine.options();
    assertThat(second.as(DirectOptions.class).getTargetParallelism(), is(3));
    assertThat(second.as(AwsOptions.class).getAwsRegion(), is("eu-west-1"));
    assertThat(second.as(AwsOptions.class).getEndpoint(), is("http://two"));
  }

  @Test
  void givesLaterStepsNothingOfAPipelinesOwn() {
    assertUsage(
        "Missing required option: --output (see levada help count-lines)",
        "run count-lines --input=a --output=b --then count-lines --input=b".split(" ", -1));
  }

  @Test
  void beginsNoStepIfALaterOneIsWrong() {
    commandLine.whosePipeline(
        (options, console) -> {
          throw new AssertionError("begun");
        });

    assertUsage(
        "Missing pipeline after --then (one of count-lines)",
        "run count-lines --input=a --output=b --then".split(" ", -1));
  }

  @Test
  void beginsNoStepBehindOneThatFails() {
    commandLine.whosePipeline(
        (options, console) -> {
          throw new RunFailedException(
              ExitCode.TOO_MANY_REJECTS, "failed on " + options.getInput());
        });

    int exitCode =
        commandLine.run(
            "run count-lines --input=a --output=b --then count-lines --input=b --output=c"
                .split(" ", -1));

    assertThat(commandLine.err(), is("Step 1 of 2: count-lines\nlevada: failed on a\n"));
    assertThat(exitCode, is(ExitCode.TOO_MANY_REJECTS.code()));
  }

  @Test
  void takesArgumentFiles(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("args");
    Files.writeString(file, "# where\n--input=in --output \"out put\"\n--blank\n");

    commandLine.run("run", "count-lines", "@" + file, "--maxLines=4");

    assertThat(commandLine.options().getOutput(), is("out put"));
    assertThat(commandLine.options().isBlank(), is(true));
    assertThat(commandLine.options().getMaxLines(), is(4L));
  }

  @Test
  void namesAMissingArgumentFile() {
    assertUsage(
        "Cannot read the arguments' file: nowhere (is there such a file?)",
        "run",
        "count-lines",
        "@nowhere");
  }

  @ParameterizedTest
  @CsvSource({
    "--inptu=x, --inptu, --input",
    "--imput, --imput, --input",
    "--Input=x, --Input, --input",
    "-input=x, -input, --input",
    "--write-mode=append, --write-mode, --writeMode",
    "--out=x, --out, --output",
    "--key=x, --key, --keyFields",
    "--maxlines=1, --maxlines, --maxLines",
    "--runer=x, --runer, --runner",
    "--temp-location=x, --temp-location, --tempLocation",
    "--summaryfile=x, --summaryfile, --summaryFile",
  })
  void suggestsTheNearestOption(String typed, String named, String suggested) {
    assertUsage(
        "Unknown option: " + named + " (did you mean " + suggested + "?)",
        "run",
        "count-lines",
        typed);
  }

  @Test
  void suggestsNothingForWhatIsFarFromAll() {
    assertUsage(
        "Unknown option: --zyxwv (see levada help count-lines)", "run", "count-lines", "--zyxwv=1");
  }

  @Test
  void suggestsNoHiddenOption() {
    assertUsage(
        "Unknown option: --secretKnobs (see levada help count-lines)",
        "run",
        "count-lines",
        "--secretKnobs=1");
  }

  @Test
  void rejectsWordsThatAreNoOptions() {
    assertUsage(
        "Unexpected argument: in (an option begins with --; see levada help count-lines)",
        "run",
        "count-lines",
        "in",
        "out");
  }

  @Test
  void rejectsAnOptionGivenTwice() {
    assertUsage(
        "Invalid --input: given more than once",
        "run",
        "count-lines",
        "--input=a",
        "--input=b",
        "--output=c");
  }

  @Test
  void listsAllMissingOptions() {
    assertUsage(
        "Missing required options: --output, --input (see levada help count-lines)",
        "run",
        "count-lines");
  }

  @Test
  void namesTheMissingOption() {
    assertUsage(
        "Missing required option: --output (see levada help count-lines)",
        "run",
        "count-lines",
        "--input=in",
        "--output=");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--maxLines=many|Invalid --maxLines: many (expected a whole number)",
        "--secretKnob=3000000000|Invalid --secretKnob: 3000000000 (expected a whole number up to"
            + " 2147483647)",
        "--blankRatio=half|Invalid --blankRatio: half (expected a number)",
        "--blankRatio=NaN|Invalid --blankRatio: NaN (expected a finite number)",
        "--blank=yes|Invalid --blank: yes (expected true or false)",
        "--writeMode=apend|Invalid --writeMode: apend (expected one of append, fail-if-exists;"
            + " did you mean append?)",
        "--writeMode=zzz|Invalid --writeMode: zzz (expected one of append, fail-if-exists)",
        "--targetParallelism=all|Invalid --targetParallelism: all (expected a whole number)",
      })
  void saysWhatAnOptionTakes(String typed, String message) {
    int exitCode = commandLine.runCountLines(typed);

    assertThat(commandLine.err(), is("levada: " + message + "\n"));
    assertThat(exitCode, is(2));
  }

  @Test
  void saysWhichDistributionHasTheRunner() {
    int exitCode = commandLine.runCountLines("--runner=SparkRunner");

    assertThat(
        commandLine.err(),
        is(
            "levada: Cannot use --runner=SparkRunner: this distribution has DirectRunner"
                + " (SparkRunner needs the Spark distribution; the ./levada script picks it by"
                + " itself)\n"));
    assertThat(exitCode, is(2));
  }

  @Test
  void suggestsTheNearestRunner() {
    commandLine.runCountLines("--runner", "DirctRunner");

    assertThat(
        commandLine.err(),
        is(
            "levada: Unknown --runner: DirctRunner (did you mean DirectRunner? this distribution"
                + " has DirectRunner)\n"));
  }

  @Test
  void namesARunnersClassThatIsNotHere() {
    commandLine.runCountLines("--runner=com.example.MyRunner");

    assertThat(
        commandLine.err(),
        is(
            "levada: Invalid options: Unknown 'runner' specified 'com.example.MyRunner', supported"
                + " pipeline runners [DirectRunner]\n"));
  }

  @Test
  void suggestsTheNearestPipeline() {
    assertUsage("Unknown pipeline: cout-lines (did you mean count-lines?)", "run", "cout-lines");
  }

  @Test
  void namesThePipelinesIfNoneIsGiven() {
    assertUsage("Missing pipeline after run (one of count-lines)", "run", "--input=in");
  }

  @Test
  void printsTheSummary() {
    int exitCode = commandLine.runCountLines();

    assertThat(commandLine.out(), is(SummaryText.of(SUMMARY)));
    assertThat(commandLine.err(), is(""));
    assertThat(exitCode, is(0));
  }

  @Test
  void printsNothingIfQuiet() {
    commandLine
        .whosePipeline(
            (options, console) -> {
              console.say("a schema");
              console.progress("Reading", 1, 2);
              return SUMMARY;
            })
        .runCountLines("--quiet");

    assertThat(commandLine.out() + commandLine.err(), is(""));
  }

  @Test
  void showsErrorsIfQuiet() {
    commandLine
        .whosePipeline(
            (options, console) -> {
              throw new RunFailedException(ExitCode.LOCKED, "Locked by run-0");
            })
        .runCountLines("--quiet");

    assertThat(commandLine.err(), is("levada: Locked by run-0\n"));
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void endsWithTheCodeOfTheFailure(ExitCode expected) {
    int exitCode =
        commandLine
            .whosePipeline(
                (options, console) -> {
                  throw new RunFailedException(expected, "Cannot go on");
                })
            .runCountLines();

    assertThat(exitCode, is(expected.code()));
    assertThat(commandLine.err(), is("levada: Cannot go on\n"));
    assertThat(commandLine.out(), is(""));
  }

  @Test
  void findsTheFailureThatBeamWrapped() {
    int exitCode =
        commandLine
            .whosePipeline(
                (options, console) -> {
                  throw new PipelineExecutionException(
                      new RunFailedException(ExitCode.NOT_CONSERVED, "Rows do not add up"));
                })
            .runCountLines();

    assertThat(exitCode, is(4));
    assertThat(commandLine.err(), is("levada: Rows do not add up\n"));
  }

  @Test
  void tellsTheCauseOfAFailure() {
    commandLine
        .whosePipeline(
            (options, console) -> {
              throw new RunFailedException(
                  ExitCode.FAILED,
                  "Failed to write: out/part-1",
                  new IOException("No space\n left on device"));
            })
        .runCountLines();

    assertThat(
        commandLine.err(),
        is("levada: Failed to write: out/part-1: IOException: No space left on device\n"));
  }

  @Test
  void leavesOutWhatIsBehindACauseThatIsTold() {
    IOException told =
        new IOException(
            "Cannot read s3://b/a: AccessDenied (allow it)",
            new IllegalStateException("Denied (Service: S3, Request ID: 17)"));

    commandLine
        .whosePipeline(
            (given, console) -> {
              throw new RunFailedException(ExitCode.FAILED, told.getMessage(), told);
            })
        .runCountLines();

    assertThat(commandLine.err(), is("levada: Cannot read s3://b/a: AccessDenied (allow it)\n"));
  }

  @Test
  void leavesOutTheLinesBehindTheOneThatIsTold() {
    RuntimeException told =
        new IllegalStateException("Job aborted: Stage 1 has failed 4 times:\n\tat Some.where()");

    commandLine
        .whosePipeline(
            (given, console) -> {
              throw new RunFailedException(
                  ExitCode.FAILED, "Job aborted: Stage 1 has failed 4 times:", told);
            })
        .runCountLines();

    assertThat(commandLine.err(), is("levada: Job aborted: Stage 1 has failed 4 times:\n"));
  }

  @Test
  void tellsAUsageErrorOfThePipeline() {
    int exitCode =
        commandLine
            .whosePipeline(
                (options, console) -> {
                  throw new UsageException("Cannot use --a with --b");
                })
            .runCountLines();

    assertThat(commandLine.err(), is("levada: Cannot use --a with --b\n"));
    assertThat(exitCode, is(2));
  }

  @Test
  void tellsAnUnforeseenFailureInOneLine() {
    int exitCode = failUnforeseen(commandLine);

    assertThat(commandLine.err(), is("levada: IllegalStateException: Boo (--debug shows where)\n"));
    assertThat(exitCode, is(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--debug", "--debug=true"})
  void showsWhereItFailedIfAsked(String debug) {
    failUnforeseen(commandLine, debug);

    assertThat(commandLine.err(), containsString("\tat io.levada.pipelines.cli.RunCommandTest"));
  }

  @Test
  void showsWhereItFailedIfTheEnvironmentAsks() {
    failUnforeseen(commandLine.with("LEVADA_DEBUG", "1"));

    assertThat(commandLine.err(), containsString("\tat io.levada.pipelines.cli.RunCommandTest"));
  }

  @Test
  void readsTheArgumentsOfGlue() {
    int exitCode =
        commandLine.runCountLines(
            "--JOB_NAME",
            "events-job",
            "--JOB_ID",
            "j_1",
            "--JOB_RUN_ID",
            "jr_1",
            "--TempDir",
            "/glue/temp",
            "--job-bookmark-option",
            "job-bookmark-disable",
            "--job-language",
            "scala",
            "--enable-metrics",
            "--enable-continuous-cloudwatch-log",
            "true",
            "--enable-spark-ui=true",
            "--enable-something-new",
            "",
            "--spark-event-logs-path",
            "s3://logs/",
            "--continuous-log-logGroup",
            "group",
            "--extra-py-files",
            "",
            "--extra-jars",
            "s3://jars/levada.jar",
            "--conf",
            "spark.a=b --conf spark.c=d");

    GlueOptions glue = commandLine.options().as(GlueOptions.class);
    assertThat(commandLine.err(), is(""));
    assertThat(exitCode, is(0));
    assertThat(glue.getGlueJobName(), is("events-job"));
    assertThat(glue.getGlueJobId(), is("j_1"));
    assertThat(glue.getGlueJobRunId(), is("jr_1"));
    assertThat(glue.getJobName(), is("events-job"));
    assertThat(glue.getTempLocation(), is("/glue/temp"));
  }

  @Test
  void prefersTheUsersOwnNamesToThoseOfGlue() {
    commandLine.runCountLines(
        "--JOB_NAME=glue", "--jobName=mine", "--TempDir=/glue", "--tempLocation=/mine");

    assertThat(commandLine.options().getJobName(), is("mine"));
    assertThat(commandLine.options().getTempLocation(), is("/mine"));
  }

  @Test
  void knowsNoGlueJobOutsideGlue() {
    commandLine.runCountLines();

    assertThat(commandLine.options().as(GlueOptions.class).getGlueJobRunId(), is(nullValue()));
  }

  @Test
  void showsProgressOnTheOtherStream() {
    commandLine
        .whosePipeline(
            (options, console) -> {
              console.say("Schema: a, b");
              console.progress("Reading", 500, 1000);
              console.progress("Reading", 1000, 1000);
              console.progress("Publishing", 2, 2, "files");
              return SUMMARY;
            })
        .runCountLines();

    assertThat(
        commandLine.err(),
        matchesRegex(
            """
            Schema: a, b
            Reading 100%, 1.0 kB of 1.0 kB, 0:0\\d
            Publishing 100%, 2 of 2 files, 0:0\\d
            """));
  }

  @Test
  void drawsNoControlCharactersOnADumbTerminal() {
    commandLine
        .onTerminal()
        .with("TERM", "dumb")
        .whosePipeline(
            (options, console) -> {
              console.progress("Reading", 500, 1000);
              return SUMMARY;
            })
        .runCountLines();

    assertThat(commandLine.err(), not(containsString("\u001b")));
  }

  @ParameterizedTest
  @CsvSource({"1, false", "'', true"})
  void usesColourUnlessToldNotTo(String noColor, boolean coloured) {
    commandLine
        .onTerminal()
        .with("TERM", "xterm")
        .with("NO_COLOR", noColor)
        .whosePipeline(
            (options, console) -> {
              console.progress("Reading", 500, 1000);
              return SUMMARY;
            })
        .runCountLines();

    assertThat(commandLine.err().contains("\u001b[32m"), is(coloured));
  }

  private static int failUnforeseen(CommandLine commandLine, String... more) {
    return commandLine
        .whosePipeline(
            (options, console) -> {
              throw new PipelineExecutionException(new IllegalStateException("Boo"));
            })
        .runCountLines(more);
  }

  private void assertUsage(String message, String... args) {
    int exitCode = commandLine.run(args);

    assertThat(commandLine.err(), is("levada: " + message + "\n"));
    assertThat(commandLine.out(), is(""));
    assertThat(exitCode, is(2));
  }
}
