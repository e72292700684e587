/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.Locks;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code levada runs list} as it is typed. */
class RunsListTest {

  @TempDir private Path folder;
  private TableWithRuns table;

  @BeforeEach
  void begin() {
    table = TableWithRuns.in(folder);
  }

  @Test
  void showsWhatRunsHaveDone() throws IOException {
    table.put("a.json", "{\"a\":1}\noops\n{\"a\":2}\n");
    String run = table.run();

    assertThat(table.command("runs", "list"), is(0));

    String seconds = line(table.levada().out(), 2).replaceAll(".* ", "");
    String began = line(table.levada().out(), 2).split(" +", -1)[2];
    assertThat(
        table.levada().out(),
        equalTo(
            """
            run                               state      began                 pipeline      read  written  rejected  seconds  note
            --------------------------------  ---------  --------------------  ------------  ----  -------  --------  -------  ----
            %s  COMMITTED  %s  parse-events     3        2         1  %7s
            """
                .formatted(run, began, seconds)));
  }

  @Test
  void showsTheNewestFirst() throws IOException {
    String first = table.cutOffOpen();
    String second = table.cutOffPrepared(List.of(), List.of());

    assertThat(table.command("runs", "list"), is(0));

    List<String> expected = new ArrayList<>(List.of(first, second));
    expected.sort((a, b) -> b.compareTo(a));
    assertThat(runs(table.levada().out()), equalTo(expected));
  }

  @Test
  void saysWhatBecomesOfThoseThatAreNotFinished() throws IOException {
    String open = table.cutOffOpen();
    String prepared = table.cutOffPrepared(List.of(), List.of());

    assertThat(table.command("runs", "list"), is(0));

    assertThat(lineOf(open), endsWith("cut off: the next run undoes it"));
    assertThat(lineOf(prepared), endsWith("cut off: the next run publishes it"));
  }

  @Test
  void saysThatARunIsAtWork() throws IOException {
    String run = table.cutOffOpen();
    Locks locks = new Locks(Storages.withoutStaging()::of, Clock.systemUTC(), line -> {});
    try (HeldLocks held = locks.take(List.of(table.table()), run)) {
      held.check();

      assertThat(table.command("runs", "list"), is(0));
    }

    assertThat(
        lineOf(run), containsString("at work: process " + ProcessHandle.current().pid() + " on "));
  }

  @Test
  void saysWhyARunWasUndone() throws IOException {
    String run = table.cutOffOpen();
    assertThat(table.command("runs", "recover"), is(0));

    assertThat(table.command("runs", "list"), is(0));

    assertThat(lineOf(run), containsString("ROLLED_BACK"));
    assertThat(lineOf(run), endsWith("its process has ended without a word"));
  }

  @Test
  void showsAsManyAsAskedFor() throws IOException {
    for (int i = 0; i < 3; i++) {
      table.cutOffOpen();
    }

    assertThat(table.command("runs", "list", "--limit=2"), is(0));

    assertThat(runs(table.levada().out()).size(), is(2));
    assertThat(table.levada().out(), endsWith("\n\n2 of 3 runs (--all)\n"));
  }

  @Test
  void showsTwentyUnlessAllAreAskedFor() throws IOException {
    for (int i = 0; i < 21; i++) {
      table.cutOffOpen();
    }

    assertThat(table.command("runs", "list"), is(0));
    int few = runs(table.levada().out()).size();
    assertThat(table.command("runs", "list", "--all"), is(0));
    int all = runs(table.levada().out()).size();

    assertThat(List.of(few, all), contains(20, 21));
  }

  @Test
  void writesJson() throws IOException {
    table.put("a.json", "{\"a\":1}\noops\n");
    String run = table.run();
    String open = table.cutOffOpen();

    assertThat(table.command("runs", "list", "--json"), is(0));

    JsonNode json = new ObjectMapper().readTree(table.levada().out());
    assertThat(json.get("table").asText(), is(table.table().uri()));
    assertThat(json.get("ledger").asText(), is(table.ledger().folder().uri()));
    JsonNode committed = find(json, run);
    assertThat(committed.get("state").asText(), is("COMMITTED"));
    assertThat(committed.get("pipeline").asText(), is("parse-events"));
    assertThat(committed.get("unfinished").asBoolean(), is(false));
    assertThat(committed.get("read").asInt(), is(2));
    assertThat(committed.get("written").asInt(), is(1));
    assertThat(committed.get("duplicates").asInt(), is(0));
    assertThat(committed.get("rejected").asInt(), is(1));
    assertThat(committed.get("filtered").asInt(), is(0));
    assertThat(committed.get("seconds").isNumber(), is(true));
    assertThat(committed.has("next"), is(false));
    JsonNode cutOff = find(json, open);
    assertThat(cutOff.get("unfinished").asBoolean(), is(true));
    assertThat(cutOff.get("next").asText(), is("cut off: the next run undoes it"));
    assertThat(cutOff.has("read"), is(false));
  }

  @Test
  void saysThatThereIsNoRunYet() throws IOException {
    Ledger.claim(AwsSettings.ofTheMachine(), table.table(), null);

    assertThat(table.command("runs", "list"), is(0));

    assertThat(table.levada().out(), is(table.table() + " has no runs yet.\n"));
  }

  private String lineOf(String run) {
    return table.levada().out().lines().filter(line -> line.startsWith(run)).findFirst().get();
  }

  private static JsonNode find(JsonNode list, String run) {
    for (JsonNode one : list.get("runs")) {
      if (one.get("run").asText().equals(run)) {
        return one;
      }
    }
    throw new AssertionError("No run " + run + " in " + list);
  }

  private static String line(String text, int index) {
    return text.lines().toList().get(index);
  }

  private static List<String> runs(String out) {
    return out.lines()
        .skip(2)
        .takeWhile(line -> !line.isEmpty())
        .map(l -> l.split(" ", 2)[0])
        .toList();
  }
}
