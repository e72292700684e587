/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.io.storage.Location;
import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code levada runs why} as it is typed. */
class RunsWhyTest {

  private static final String ODD = "sub dir/a b+%\u001b[31mç.json";

  @TempDir private Path folder;
  private TableWithRuns table;

  @BeforeEach
  void begin() throws IOException {
    table = TableWithRuns.in(folder);
    table.put(ODD, "{\"a\":1}\noops\n{\"a\":2}\n");
  }

  @Test
  void saysWhatBecameOfAFile() throws IOException {
    String run = table.run();

    assertThat(why(table.pending(ODD)), is(0));

    assertThat(
        shown(run),
        equalTo(
            """
            File        HERE/zone/pending/sub dir/a b+%\\u001b[31mç.json
            Run         RUN, COMMITTED
            Loaded      TIME, into HERE/lake/events
            Input       HERE/zone/pending/sub dir/a b+%\\u001b[31mç.json
            Rows        3 read = 2 written + 0 duplicates + 1 rejected + 0 filtered
            Rejects     HERE/lake/_levada/events/runs/RUN/rejects
            Moved to    HERE/zone/processed/date=DAY/sub dir/a b+%\\u001b[31mç.json
            """));
  }

  @Test
  void findsAFileByWhereItWasMoved() throws IOException {
    String run = table.run();
    Location moved =
        Location.of(folder + "/zone/processed/date=" + LocalDate.now(ZoneOffset.UTC) + "/" + ODD);

    assertThat(why(moved), is(0));

    assertThat(
        shown(run),
        containsString("\nInput       HERE/zone/pending/sub dir/a b+%\\u001b[31mç.json\n"));
  }

  @Test
  void saysThatAFileWasNotLoaded() throws IOException {
    table.run();

    assertThat(why(table.pending("b.json")), is(1));

    assertThat(
        table.levada().out(),
        equalTo(
            """
            File        %s
            Not loaded  no run has read it
            """
                .formatted(table.pending("b.json"))));
  }

  @Test
  void suggestsAFileOfThatName() throws IOException {
    table.put("deep/a.json", "{\"a\":1}");
    table.run();

    assertThat(why(table.pending("a.json")), is(1));

    assertThat(
        table.levada().out(),
        endsWith(
            "\nNot loaded  no run has read it (did you mean "
                + table.pending("deep/a.json")
                + "?)\n"));
  }

  @Test
  void doesNotTakeANewFileForTheOneOfThatNameThatWasLoaded() throws IOException {
    table.run();
    table.put(ODD, "{\"a\":3}");

    assertThat(why(table.pending(ODD)), is(1));

    assertThat(
        table.levada().out(),
        endsWith(
            "\nNot loaded  the file that is there now has another content than the one that was\n"));
  }

  @Test
  void knowsAFileThatStays() throws IOException {
    table.run("--processed=keep");

    assertThat(why(table.pending(ODD)), is(0));

    assertThat(
        table.levada().out(),
        endsWith("\nRejects     " + table.newest().folder().child("rejects") + "\n"));
  }

  @Test
  void saysThatAFileWasDeleted() throws IOException {
    table.run("--processed=delete");

    assertThat(why(table.pending(ODD)), is(0));

    assertThat(table.levada().out(), endsWith("\nDeleted     when its rows were in the table\n"));
  }

  @Test
  void saysThatTheRunWasUndone() throws IOException {
    int exit =
        table
            .levada()
            .command(
                "run",
                "parse-events",
                "--input=" + table.pending(ODD),
                "--output=" + table.table(),
                "--schema=infer",
                "--maxRejects=0");
    assertThat(exit, is(3));

    assertThat(why(table.pending(ODD)), is(1));

    assertThat(
        table.levada().out(),
        allOf(
            containsString(", ROLLED_BACK\nReason      1 of 3 records were rejected"),
            endsWith("\nNot loaded  no run that has read it is in the table\n")));
  }

  @Test
  void knowsFilesOfAnEarlierVersionWithoutTheirRows() throws IOException {
    String run = table.run();
    Files.delete(Path.of(table.recorded(run).folder().uri()).resolve("outcome.jsonl.gz"));

    assertThat(why(table.pending(ODD)), is(0));

    assertThat(table.levada().out(), containsString("\nRows        not recorded\n"));
  }

  @Test
  void knowsWhichRunHasWrittenAFileOfTheTable() throws IOException {
    String run = table.run();
    Location file = onlyFile();

    assertThat(why(file), is(0));

    assertThat(
        table.levada().out(),
        equalTo("File        " + file + "\nWritten by  " + run + ", COMMITTED\n"));
  }

  @Test
  void knowsWhichRunHasReplacedAFileOfTheTable() throws IOException {
    String first = table.run();
    Location file = onlyFile();
    table.put("b.json", "{\"a\":3}");
    String second = table.run("--writeMode=overwrite", "--replaceWithNewInputsOnly=true");

    assertThat(why(file), is(1));

    assertThat(
        table.levada().out(),
        equalTo(
            """
            File        %s
            Replaced by %s, COMMITTED
            Written by  %s, COMMITTED
            """
                .formatted(file, second, first)));
  }

  private Location onlyFile() throws IOException {
    List<Path> files = LevadaCommands.parquetBelow(Path.of(table.table().uri()));
    assertThat(files.size(), is(1));
    return Location.of(files.get(0).toString());
  }

  private int why(Location file) {
    return table.command("runs", "why", file.uri());
  }

  private String shown(String run) {
    return table
        .levada()
        .out()
        .replace(folder.toString(), "HERE")
        .replace(run, "RUN")
        .replace("date=" + LocalDate.now(ZoneOffset.UTC), "date=DAY")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z", "TIME");
  }
}
