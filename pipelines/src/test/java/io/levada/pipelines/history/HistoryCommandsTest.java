/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code levada runs} and {@code levada bookmark} have in common. */
class HistoryCommandsTest {

  @TempDir private Path folder;
  private LevadaCommands levada;

  @BeforeEach
  void begin() {
    levada = new LevadaCommands(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"help runs", "runs --help", "runs help", "runs show -h", "runs recover x --help"})
  void showsHowRunsIsUsed(String words) {
    assertThat(levada.command(words.split(" ", -1)), is(0));

    assertThat(levada.out(), startsWith("levada runs: Show what the runs of a table have done"));
    assertThat(levada.out().lines().mapToInt(String::length).max().orElse(0) <= 100, is(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"help bookmark", "bookmark --help", "bookmark reset --help"})
  void showsHowBookmarkIsUsed(String words) {
    assertThat(levada.command(words.split(" ", -1)), is(0));

    assertThat(levada.out(), startsWith("levada bookmark: Show which files a table has the rows"));
    assertThat(levada.out().lines().mapToInt(String::length).max().orElse(0) <= 100, is(true));
  }

  @ParameterizedTest
  @CsvSource({
    "runs, 2, 'levada: Missing word after runs (one of list, show, why, recover, discard)'",
    "runs|lst|t, 2, 'levada: Unknown word after runs: lst (did you mean levada runs list?)'",
    "runs|x|t, 2, 'levada: Unknown word after runs: x (one of list, show, why, recover, discard)'",
    "bookmark, 2, 'levada: Missing word after bookmark (one of list, reset, rewind)'",
    "runs|list, 2, 'levada: Missing argument (levada runs list <table> [--limit=20 | --all]'",
    "runs|show|t, 2, 'levada: Missing argument (levada runs show <table> <run | latest>'",
    "runs|why|t, 2, 'levada: Missing argument (levada runs why <table> <file>'",
    "runs|recover|t|--breaklock, 2, 'levada: Unknown argument: --breaklock (did you mean --break'",
    "runs|discard|t, 2, 'levada: Missing argument (levada runs discard <table> <run | latest>'",
    "runs|list|t|--limit=0, 2, 'levada: Invalid --limit: 0 (expected 1 or more)'",
    "runs|list|/, 2, 'levada: Invalid table: / (No folder holds /)'",
    "runs|list|s3://b, 2, 'levada: Invalid table: s3://b (No folder holds s3://b)'",
    "runs|list|ftp://b/x, 2, 'levada: Cannot use ftp://b/x: no storage is known for ftp://'",
    "runs|list|s3://b/x|--endpoint=nowhere, 2, 'levada: Invalid --endpoint: ''nowhere'''",
    "runs|why|t|file://x, 2, 'levada: Invalid file: file://x'",
    "bookmark|rewind|t, 2, 'levada: Missing argument (levada bookmark rewind <table> <run>'",
  })
  void saysWhatIsWrong(String words, int exit, String error) {
    assertThat(levada.command(words.split("\\|")), is(exit));

    assertThat(levada.err(), startsWith(error));
    assertThat(levada.err().strip().lines().count(), is(1L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs list T",
        "runs list T --json",
        "runs show T latest",
        "runs why T a.json",
        "runs recover T",
        "runs recover T --break-lock",
        "bookmark list T",
        "bookmark reset T",
        "bookmark rewind T 20260131T000000Z-000000000001"
      })
  void createsNothingForATableThatHasNoLedger(String words) throws IOException {
    Path table = folder.resolve("lake/gold");
    Files.createDirectories(table);
    List<String> before = TableWithRuns.filesBelow(folder);

    assertThat(levada.command(words.replace("T", table.toString()).split(" ", -1)), is(1));

    assertThat(
        levada.err(),
        equalTo(
            "levada: Cannot find any run of "
                + table
                + ": there is no "
                + folder
                + "/lake/_levada/gold (give the folder of a table that a pipeline has written, as"
                + " its --output was)\n"));
    assertThat(TableWithRuns.filesBelow(folder), equalTo(before));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lake/event", "lake/events/year=2026/month=01", "lake/events/_SUCCESS"})
  void suggestsTheNearestTable(String near) throws IOException {
    TableWithRuns.in(folder).cutOffOpen();

    assertThat(levada.command("runs", "list", folder.resolve(near).toString()), is(1));

    assertThat(
        levada.err().replaceFirst(".*\\(", ""),
        equalTo("did you mean " + folder.resolve("lake/events") + "?)\n"));
  }
}
