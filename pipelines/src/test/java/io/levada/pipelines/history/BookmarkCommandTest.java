/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Locks;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code levada bookmark} as it is typed. */
class BookmarkCommandTest {

  @TempDir private Path folder;
  private TableWithRuns table;

  @BeforeEach
  void begin() {
    table = TableWithRuns.in(folder);
  }

  @Test
  void countsTheFilesOfEachRun() throws IOException {
    String first = run("a.json");
    String second = run("b.json", "c.json");

    assertThat(table.command("bookmark", "list"), is(0));

    assertThat(
        table.levada().out().replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z", "-------- TIME ------"),
        equalTo(
            """
            run                               began                 files
            --------------------------------  --------------------  -----
            %s  -------- TIME ------      2
            %s  -------- TIME ------      1
            total                                                       3
            """
                .formatted(second, first)));
  }

  @Test
  void listsAllFiles() throws IOException {
    String run = run("a b%\u001b.json");

    assertThat(table.command("bookmark", "list", "--files"), is(0));

    assertThat(
        table.levada().out(),
        endsWith("\n\n" + run + "  " + folder + "/zone/pending/a b%\\u001b.json\n"));
  }

  @Test
  void saysThatThereIsNoFile() throws IOException {
    table.cutOffOpen();

    assertThat(table.command("bookmark", "list"), is(0));

    assertThat(
        table.levada().out(),
        is("The bookmark of " + table.table() + " has no files: all are new\n"));
  }

  @Test
  void leavesOutRunsWhoseBookmarkWasPaused() throws IOException {
    table.put("a.json", "{\"a\":1}");
    int exit =
        table
            .levada()
            .command(
                "run",
                "parse-events",
                "--input=" + table.pending("a.json"),
                "--output=" + table.table(),
                "--schema=infer",
                "--bookmark=pause");
    assertThat(table.levada().err(), exit, is(0));

    assertThat(table.command("bookmark", "list"), is(0));

    assertThat(table.levada().out(), endsWith(" has no files: all are new\n"));
  }

  @Test
  void forgetsAllFiles() throws IOException {
    run("a.json");
    run("b.json", "c.json");

    assertThat(table.command("bookmark", "reset"), is(0));

    assertThat(
        table.levada().out(),
        is("Forgotten: 3 files of 2 runs; the rows stay in " + table.table() + "\n"));
    assertThat(filesReadNext(), is(3));
  }

  @Test
  void forgetsTheFilesBehindARun() throws IOException {
    String first = run("a.json");
    run("b.json", "c.json");

    assertThat(table.command("bookmark", "rewind", first), is(0));

    assertThat(
        table.levada().out(),
        is("Forgotten: 2 files of 1 run; the rows stay in " + table.table() + "\n"));
    assertThat(filesReadNext(), is(2));
  }

  @Test
  void saysThatThereIsNothingToForget() throws IOException {
    String run = run("a.json");

    assertThat(table.command("bookmark", "rewind", run), is(0));
    String rewound = table.levada().out();
    assertThat(table.command("bookmark", "reset"), is(0));
    assertThat(table.command("bookmark", "reset"), is(0));

    assertThat(
        List.of(rewound, table.levada().out()),
        contains("Nothing to forget\n", "Nothing to forget\n"));
  }

  @Test
  void doesNotRewindToARunThatTheBookmarkHasNot() throws IOException {
    String open = table.cutOffOpen();

    assertThat(table.command("bookmark", "rewind", open), is(1));

    assertThat(
        table.levada().err(),
        is(
            "levada: Cannot rewind to run "
                + open
                + ": the bookmark of "
                + table.table()
                + " has it not (levada bookmark list "
                + table.table()
                + " shows those it has)\n"));
  }

  @Test
  void doesNotRewindToARunThatIsNotThere() throws IOException {
    String run = run("a.json");

    assertThat(table.command("bookmark", "rewind", "20000101"), is(1));

    assertThat(
        table.levada().err(),
        is(
            "levada: Cannot find run 20000101 of "
                + table.table()
                + " (levada runs list "
                + table.table()
                + " shows them; the newest is latest)\n"));
    assertThat(table.newest().id(), is(run));
  }

  @Test
  void waitsForARunThatIsNotDecided() throws IOException {
    String run = table.cutOffPrepared(List.of(), List.of());

    assertThat(table.command("bookmark", "reset"), is(1));

    assertThat(
        table.levada().err(),
        is(
            "levada: Cannot change the bookmark: run "
                + run
                + " is neither in the table nor undone (levada runs recover "
                + table.table()
                + " first)\n"));
  }

  @Test
  void givesWayToARunThatIsAtWork() throws IOException {
    table.cutOffOpen();
    Locks locks =
        new Locks(
            Storages.withoutStaging()::of, Duration.ofSeconds(3), Clock.systemUTC(), line -> {});
    try (HeldLocks held = locks.take(List.of(table.table()), "another")) {
      held.check();

      assertThat(table.command("bookmark", "reset"), is(5));
    }

    assertThat(table.levada().err(), containsString("levada: Cannot lock " + table.table()));
  }

  private String run(String... names) throws IOException {
    for (String name : names) {
      table.put(name, "{\"a\":1}");
    }
    return table.run("--processed=keep");
  }

  /** How many of all files the next run takes. */
  private int filesReadNext() throws IOException {
    table.run("--processed=keep");
    return table.levada().summary().get("inputFiles").asInt();
  }
}
