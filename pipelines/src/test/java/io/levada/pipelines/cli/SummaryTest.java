/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import static io.levada.pipelines.cli.CountLinesPipeline.SUMMARY;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.RunSummary.Head;
import io.levada.pipelines.RunSummary.Input;
import io.levada.pipelines.RunSummary.Output;
import io.levada.pipelines.RunSummary.Rows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryTest {

  private static final String NOTHING_TO_DO = "Nothing to do: there are no input files.";

  @TempDir private Path folder;

  @Test
  void addsUp() {
    assertThat(
        SummaryText.of(SUMMARY),
        is(
            """
            Pipeline    count-lines
            Run         run-1
            Runner      DirectRunner
            Input       1 file, 5.3 MB
            Read          39,244
                        = 39,000 written
                        +    200 duplicates
                        +     44 rejected (BAD_TIMESTAMP 40, NOT_JSON 4)
                        +      0 filtered
            Output      421 partitions, 422 files, 7.1 MB
                        /lake/count
            Rejects     /lake/_levada/count/rejects
            Record      /lake/_levada/count/runs/run-1
            Time        3.3 s, 1.6 MB/s
            Note        set aside a.json: not readable
            """));
  }

  @Test
  void addsUpToTheRowsThatWereGrouped() {
    assertThat(
        SummaryText.of(grouped(12, 12, Map.of("BAD", 3L))),
        containsString(
            """
            Read          1,000
                        =   997 grouped into 12 rows
                        +     3 rejected (BAD 3)
                        +     0 filtered
            Output      1 partition, 1 file, 1.0 kB
            """));
  }

  @Test
  void tellsGroupsThatWereNotWritten() {
    assertThat(
        SummaryText.of(grouped(12, 10, Map.of("BAD", 3L, "BAD_PARTITION", 2L))),
        containsString(
            """
                        =   997 grouped into 12 rows
                        +     3 rejected
                        +     0 filtered
            Rows          12
                        = 10 written
                        +  2 rejected (BAD 3, BAD_PARTITION 2)
            Output      1 partition, 1 file, 1.0 kB
            """));
  }

  @Test
  void showsNoNumbersWhereThereWasNothingToDo() {
    assertThat(
        SummaryText.of(nothingToDo("events")),
        is(
            """
            Pipeline    events
            Output      out
            Time        0.5 s
            Note        Nothing to do: there are no input files.
            """));
  }

  @Test
  void showsThePartsOneAfterTheOtherAndNoNoteTwice() {
    RunSummary first = nothingToDo("parse-events");
    RunSummary second = nothingToDo("distribute-events");

    assertThat(
        SummaryText.of(madeOf(first, second)),
        is(
            SummaryText.of(first)
                + "\n"
                + SummaryText.of(second)
                + """

                Pipeline    events (2 runs)
                Time        1.0 s
                Note        two runs
                """));
  }

  @Test
  void writesJsonWithTheNamesOfTheRecord() throws IOException {
    Path file = folder.resolve("summary.json");

    new CommandLine().runCountLines("--summaryFile=" + file);

    assertThat(
        Files.readString(file),
        is(
            """
            {
              "exitCode" : 0,
              "pipeline" : "count-lines",
              "run" : "run-1",
              "runner" : "DirectRunner",
              "record" : "/lake/_levada/count/runs/run-1",
              "seconds" : 3.25,
              "inputFiles" : 1,
              "inputBytes" : 5300000,
              "read" : 39244,
              "written" : 39000,
              "duplicates" : 200,
              "rejected" : 44,
              "filtered" : 0,
              "grouped" : 0,
              "groups" : 0,
              "rejectsByCode" : {
                "BAD_TIMESTAMP" : 40,
                "NOT_JSON" : 4
              },
              "output" : "/lake/count",
              "partitions" : 421,
              "files" : 422,
              "bytes" : 7100000,
              "rejects" : "/lake/_levada/count/rejects",
              "notes" : [ "set aside a.json: not readable" ],
              "parts" : [ ],
              "load" : null
            }
            """));
  }

  @Test
  void writesTheJsonOfAFailureAsWell() throws IOException {
    Path file = folder.resolve("summary.json");

    new CommandLine()
        .whosePipeline(
            (options, console) -> {
              throw new RunFailedException(ExitCode.LOCKED, "Locked by run-0");
            })
        .runCountLines("--summaryFile", file.toString());

    assertThat(
        Files.readString(file),
        is(
            """
            {
              "exitCode" : 5,
              "error" : "Locked by run-0",
              "pipeline" : "count-lines"
            }
            """));
  }

  @Test
  void writesWhatAFailedRunHadCounted() throws IOException {
    Path file = folder.resolve("summary.json");

    new CommandLine()
        .whosePipeline(
            (options, console) -> {
              throw new RunFailedException(
                  ExitCode.TOO_MANY_REJECTS, "Too many rejects: 44", null, SUMMARY);
            })
        .runCountLines("--summaryFile=" + file);

    JsonNode json = new ObjectMapper().readTree(file.toFile());
    assertThat(json.get("exitCode").intValue(), is(3));
    assertThat(json.get("rejected").longValue(), is(44L));
  }

  @Test
  void replacesTheFileAndLeavesNoOther() throws IOException {
    Path file = Files.writeString(folder.resolve("summary.json"), "old");

    new CommandLine().run("run", "count-lines", "--input=a", "--output=b", "--summaryFile=" + file);

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList(), contains(file));
    }
    assertThat(new ObjectMapper().readTree(file.toFile()).get("run").textValue(), is("run-1"));
  }

  @Test
  void refusesAFileInAFolderThatDoesNotExist() {
    CommandLine commandLine = new CommandLine();
    String file = folder.resolve("missing").resolve("summary.json").toString();

    int exitCode = commandLine.runCountLines("--summaryFile=" + file);

    assertThat(
        commandLine.err(),
        is(
            "levada: Invalid --summaryFile: "
                + file
                + " (its folder does not exist: create it first)\n"));
    assertThat(exitCode, is(2));
  }

  @Test
  void refusesAFolder() {
    CommandLine commandLine = new CommandLine();

    int exitCode = commandLine.runCountLines("--summaryFile=" + folder);

    assertThat(
        commandLine.err(), is("levada: Invalid --summaryFile: " + folder + " (is a folder)\n"));
    assertThat(exitCode, is(2));
  }

  @Test
  void keepsTheRunsEndIfTheFileCannotBeWritten() throws IOException {
    Path parent = Files.createDirectory(folder.resolve("gone"));
    CommandLine commandLine =
        new CommandLine()
            .whosePipeline(
                (options, console) -> {
                  replaceByAFile(parent);
                  return SUMMARY;
                });

    int exitCode = commandLine.runCountLines("--summaryFile=" + parent.resolve("summary.json"));

    assertThat(exitCode, is(0));
    assertThat(commandLine.err().startsWith("levada: Failed to write --summaryFile: "), is(true));
  }

  private static void replaceByAFile(Path folder) {
    try {
      Files.delete(folder);
      Files.createFile(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A run that has read 1,000 records, of which 3 were rejected. */
  private static RunSummary grouped(long groups, long written, Map<String, Long> rejects) {
    long rejected = 3 + groups - written;
    return new RunSummary(
        new Head("aggregate", "run-1", "DirectRunner", "record", 0.5),
        new Input(1, 5_300),
        new Rows(1_000, written, 0, rejected, 0, 997, groups, rejects),
        new Output("out", 1, 1, 1_000, "rejects"),
        List.of());
  }

  private static RunSummary nothingToDo(String pipeline) {
    return RunSummary.nothingDone(pipeline, "out", 0.5, List.of(NOTHING_TO_DO));
  }

  private static RunSummary madeOf(RunSummary first, RunSummary second) {
    return new RunSummary(
        new Head("events", "", "SparkRunner", "record", 1.0),
        Input.NONE,
        Rows.NONE,
        Output.none("out"),
        List.of(NOTHING_TO_DO, "two runs"),
        List.of(first, second),
        null);
  }
}
