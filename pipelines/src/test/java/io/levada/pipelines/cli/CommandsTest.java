/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasLength;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.matchesRegex;

import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.Session;
import io.levada.pipelines.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {

  private static final String OVERVIEW =
      """
      Usage: levada <command>

      Commands
        run      Run a pipeline: levada run <pipeline> --option=value ... [--then <pipeline> ...]
        list     List the pipelines.
        help     Show this page, or how a pipeline or a command is used: levada help <name>
        version  Show the versions of Levada, Beam and Java, and the runners.
        demo     Repeats a word.

      Pipelines
        count-lines  Counts lines.
      """;

  private static final String PAGE =
      """
      count-lines: Counts lines.

      Usage
        levada run count-lines --output=TEXT --input=TEXT [--option=value ...] [@file ...] [--then
        PIPELINE ...]

      Count lines
        --output=TEXT (required)
            Folder to write the count to.
        --blank
            Count blank lines as well.
        --blankRatio=NUMBER
            Share of blank lines that is allowed, from 0 to 1.
        --keyFields=TEXT,... (default: time,page)
            Columns that make a line the same as another.
        --maxLines=NUMBER (default: 10)
            How many lines are counted at most, counted from the first line of the first file.
        --writeMode=append|fail-if-exists (default: fail-if-exists)
            What happens to an earlier count.

      Input
        --input=TEXT (required)
            File, folder or glob to read. It is only read.

      Common options
        --debug
            Show the stack trace of a failure; LEVADA_DEBUG=1 does the same for every command.
        --quiet
            Show neither progress nor summary, only errors.
        --summaryFile=TEXT
            File to write the run's summary to, as JSON, also when the run fails (exitCode and error say
            why). It is replaced as a whole. Its folder must exist. Example: summary.json

      AWS
        --awsRegion=TEXT
            AWS region. By default the one that the environment (AWS_REGION), the profile or the role
            names. Example: eu-west-1
        --endpoint=TEXT
            Address of a server that takes the place of AWS, such as levada sandbox. By default the one of
            AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, or AWS itself. Example: http://127.0.0.1:4566
      """;

  private final CommandLine commandLine = new CommandLine().with(new Repeat());

  @Test
  void listsThePipelines() {
    int exitCode = commandLine.run("list");

    assertThat(commandLine.out(), is("count-lines  Counts lines.\n"));
    assertThat(exitCode, is(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-h"})
  void showsWhatThereIs(String help) {
    int exitCode = commandLine.run(help);

    assertThat(commandLine.out(), is(OVERVIEW));
    assertThat(exitCode, is(0));
  }

  @Test
  void showsWhatThereIsIfNothingIsAsked() {
    int exitCode = commandLine.run();

    assertThat(commandLine.err(), is(OVERVIEW));
    assertThat(commandLine.out(), is(""));
    assertThat(exitCode, is(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"help count-lines", "run count-lines --help", "run count-lines -h --input=in"})
  void showsThePipelinesOptions(String command) {
    int exitCode = commandLine.run(command.split(" ", -1));

    String page = commandLine.out();
    int runnerOptions = page.indexOf("\nRunner options");
    assertThat(page.substring(0, runnerOptions), is(PAGE));
    assertThat(exitCode, is(0));
  }

  @Test
  void namesTheRunnersOptionsAndAnExample() {
    commandLine.run("help", "count-lines");

    String page = commandLine.out();
    assertThat(
        page.substring(page.indexOf("\nRunner options")),
        matchesRegex(
            """
            (?s)
            Runner options \\(by name; Beam's documentation has them\\)
              --.* --jobName.* --runner.* --targetParallelism.* --tempLocation.*

            Examples
              levada run count-lines --input=in --output=out
            """));
  }

  @Test
  void fitsThePage() {
    commandLine.run("help", "count-lines");

    assertThat(commandLine.out().lines().toList(), everyItem(hasLength(lessThanOrEqualTo(100))));
  }

  @Test
  void showsHowACommandIsUsed() {
    int exitCode = commandLine.run("help", "demo");

    assertThat(commandLine.out(), is("levada demo: Repeats a word.\n"));
    assertThat(exitCode, is(0));
  }

  @Test
  void suggestsThePipelineToShow() {
    int exitCode = commandLine.run("help", "count-line");

    assertThat(
        commandLine.err(),
        is("levada: Unknown pipeline: count-line (did you mean count-lines?)\n"));
    assertThat(exitCode, is(2));
  }

  @Test
  void showsVersions() {
    int exitCode = commandLine.run("version");

    assertThat(
        commandLine.out(),
        matchesRegex(
            """
            Levada   [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?
            Beam     [0-9]+\\.[0-9]+\\.[0-9]+
            Java     17\\..*
            Runners  DirectRunner
            """));
    assertThat(exitCode, is(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"list", "version"})
  void rejectsArgumentsThatACommandDoesNotTake(String command) {
    int exitCode = commandLine.run(command, "all");

    assertThat(
        commandLine.err(), is("levada: Unexpected argument: all (" + command + " takes none)\n"));
    assertThat(exitCode, is(2));
  }

  @Test
  void suggestsTheNearestCommand() {
    int exitCode = commandLine.run("dmeo");

    assertThat(commandLine.err(), is("levada: Unknown command: dmeo (did you mean demo?)\n"));
    assertThat(exitCode, is(2));
  }

  @Test
  void namesTheCommandsIfNoneIsNear() {
    commandLine.run("xyzzy");

    assertThat(
        commandLine.err(),
        is("levada: Unknown command: xyzzy (there are: run, list, help, version, demo)\n"));
  }

  @Test
  void suggestsToRunAPipelineThatIsGivenAsACommand() {
    commandLine.run("count-lines", "--input=in");

    assertThat(
        commandLine.err(),
        is("levada: Unknown command: count-lines (did you mean levada run count-lines?)\n"));
  }

  @Test
  void runsACommandOfTheDistribution() {
    int exitCode = commandLine.run("demo", "say", "--word=hello");

    assertThat(commandLine.out(), is("[say, --word=hello]\n"));
    assertThat(exitCode, is(0));
  }

  @Test
  void tellsAUsageErrorOfACommand() {
    int exitCode = commandLine.run("demo");

    assertThat(commandLine.err(), is("levada: Missing word\n"));
    assertThat(exitCode, is(2));
  }

  @Test
  void letsACommandRunAnother() {
    int exitCode = commandLine.run("demo", "levada");

    assertThat(commandLine.out(), is("count-lines  Counts lines.\n"));
    assertThat(exitCode, is(0));
  }

  private static final class Repeat implements LevadaCommand {

    @Override
    public String name() {
      return "demo";
    }

    @Override
    public String description() {
      return "Repeats a word.";
    }

    @Override
    public int run(List<String> args, Session session) {
      if (args.isEmpty()) {
        throw new UsageException("Missing word");
      }
      if (args.contains("levada")) {
        return session.levada(List.of("list"));
      }

      session.out().println(args);
      return 0;
    }
  }
}
