/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.ledger.Departure;
import io.levada.io.ledger.Run.State;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code levada runs show} as it is typed. */
class RunsShowTest {

  @TempDir private Path folder;
  private TableWithRuns table;

  @BeforeEach
  void begin() {
    table = TableWithRuns.in(folder);
  }

  @Test
  void showsAllThatARunHasRecorded() throws IOException {
    table.put("a.json", "{\"a\":1}\noops\n{\"a\":2}\n");
    String run = table.run();

    assertThat(table.command("runs", "show", run), is(0));

    assertThat(
        masked(table.levada().out()),
        equalTo(
            """
            Run         RUN
            Table       HERE/lake/events
            State       COMMITTED, SECONDS s
                        OPEN        TIME
                        PREPARED    TIME
                        VISIBLE     TIME
                        COMMITTED   TIME
            Pipeline    parse-events
            Options     --landing=HERE/zone
                        --output=HERE/lake/events
                        --schema=infer
                        --summaryFile=HERE/summary.json
            Versions    Levada VERSION, Beam 2.70.0, Java VERSION
            Bookmark    none
            Input       1 file, 21 B
            Read          3
                        = 2 written
                        + 0 duplicates
                        + 1 rejected (NOT_JSON 1)
                        + 0 filtered
            Output      1 partition, 1 file, BYTES
            Rejects     HERE/lake/_levada/events/runs/RUN/rejects
            Moves       1 input, done
            Owed        nothing
            Record      HERE/lake/_levada/events/runs/RUN
            """));
  }

  @Test
  void takesLatestForTheNewest() throws IOException {
    table.cutOffOpen();
    table.cutOffOpen();

    assertThat(table.command("runs", "show", "latest"), is(0));

    assertThat(table.levada().out(), startsWith("Run         " + table.newest().id() + "\n"));
  }

  @Test
  void listsInputsWithTheirRows() throws IOException {
    String odd = "a b+%\u001b[31mç😀.json";
    table.put(odd, "{\"a\":1}\noops\n{\"a\":2}\n");
    String run = table.run();

    assertThat(table.command("runs", "show", run, "--inputs"), is(0));

    assertThat(
        table.levada().out(),
        containsString(
            """

                    read      written   duplicates     rejected     filtered           bytes  input
                       3            2            0            1            0              21  HERE/zone/pending/a b+%\\u001b[31mç😀.json
            """
                .replace("HERE", folder.toString())));
  }

  @Test
  void listsInputsOfAnEarlierVersionWithoutRows() throws IOException {
    table.put("a.json", "{\"a\":1}\n");
    String run = table.run();
    Files.delete(Path.of(table.recorded(run).folder().uri()).resolve("outcome.jsonl.gz"));

    assertThat(table.command("runs", "show", run, "--inputs"), is(0));

    assertThat(
        table.levada().out(),
        containsString(" ".repeat(12 * 5 + 4) + " ".repeat(15) + "8  " + table.pending("a.json")));
  }

  @Test
  void listsFilesAndWhereInputsWent() throws IOException {
    table.put("a.json", "{\"a\":1}\noops\n");
    String run = table.run();

    assertThat(table.command("runs", "show", run, "--files"), is(0));

    String lists = table.levada().out().replaceFirst("(?s).*\nRecord[^\n]*\n", "");
    assertThat(
        masked(lists.replaceAll("(?m)^ *\\d+  ", "BYTES  ").replaceAll("part-[0-9a-f]{16}", "PART"))
            .replace(LocalDate.now(ZoneOffset.UTC).toString(), "DAY"),
        equalTo(
            """

                      bytes  file
            BYTES  HERE/lake/events/PART-RUN-00000.snappy.parquet

                      bytes  file of rejects
            BYTES  HERE/lake/_levada/events/runs/RUN/rejects/PART.jsonl.gz

            partition
            (none)

            input, and where it goes
            HERE/zone/pending/a.json -> HERE/zone/processed/date=DAY/a.json
            """));
  }

  @Test
  void showsReplacedFiles() throws IOException {
    Location old = table.table().child("old.parquet");
    String run = table.cutOffPrepared(List.of(old), List.of());

    assertThat(table.command("runs", "show", run, "--files"), is(0));

    assertThat(table.levada().out(), containsString("\nReplaced    1 file, to be removed\n"));
    assertThat(table.levada().out(), containsString("\nreplaced file\n" + old + "\n"));
  }

  @Test
  void saysWhatIsOwedOfARunThatIsPrepared() throws IOException {
    String run = table.cutOffPrepared(List.of(), List.of());

    assertThat(table.command("runs", "show", run), is(0));

    assertThat(
        table.levada().out(),
        allOf(
            containsString("\nOutput      1 partition, 1 file, 4 B, not all published yet\n"),
            containsString("\nOwed        cut off: the next run publishes it\n")));
  }

  @Test
  void saysHowManyMovesAreOwed() throws IOException {
    table.put("a.json", "1");
    table.put("b.json", "2");
    List<Departure> moves = List.of(table.refusedMove("a.json"), table.refusedMove("b.json"));
    String run = table.cutOffPrepared(List.of(), moves);
    assertThat(table.command("runs", "recover"), is(6));
    table.storage().delete(table.pending("b.json"));

    assertThat(table.command("runs", "show", run), is(0));

    assertThat(table.recorded(run).state(), is(State.VISIBLE));
    assertThat(
        table.levada().out(),
        allOf(
            containsString("\nMoves       2 inputs, 1 not done yet\n"),
            containsString("\nOwed        in the table: the next run clears up behind it\n")));
  }

  @Test
  void showsWhyARunWasUndone() throws IOException {
    table.put("a.json", "oops\n");
    assertThat(
        table
            .levada()
            .command(
                "run",
                "parse-events",
                "--input=" + table.pending("a.json"),
                "--output=" + table.table(),
                "--maxRejects=0"),
        is(3));

    assertThat(table.command("runs", "show", "latest"), is(0));

    assertThat(
        table.levada().out(),
        allOf(
            containsString("\nState       ROLLED_BACK\n"),
            containsString("\nReason      1 of 1 records were rejected, more than --maxRejects=0"),
            containsString("\nRejects     " + table.newest().folder() + "/rejects\n"),
            containsString("\nOwed        nothing\n"),
            not(containsString("\nOutput "))));
  }

  @Test
  void showsNotes() throws IOException {
    table.put("a.json", "{\"a\":1}\n");
    table.run("--processed=keep");
    table.put("b.json", "{\"a\":1}\n");
    String run = table.run("--processed=keep");

    assertThat(table.command("runs", "show", run), is(0));

    assertThat(
        table.levada().out(),
        containsString(
            "\nNote        1 file left out: read by an earlier run, as the bookmark has it\n"));
  }

  @Test
  void writesJson() throws IOException {
    table.put("a.json", "{\"a\":1}\noops\n");
    String run = table.run();

    assertThat(table.command("runs", "show", run, "--json", "--inputs", "--files"), is(0));

    JsonNode json = new ObjectMapper().readTree(table.levada().out());
    assertThat(json.get("run").asText(), is(run));
    assertThat(json.get("record").asText(), is(table.recorded(run).folder().uri()));
    assertThat(json.at("/states/3/state").asText(), is("COMMITTED"));
    assertThat(json.at("/options/schema").asText(), is("infer"));
    assertThat(json.get("rejectsByCode").toString(), is("{\"NOT_JSON\":1}"));
    assertThat(json.at("/inputList/0/uri").asText(), is(table.pending("a.json").uri()));
    assertThat(json.at("/inputList/0/read").asInt(), is(2));
    assertThat(json.at("/inputList/0/rejected").asInt(), is(1));
    assertThat(json.get("files").asInt(), is(1));
    assertThat(json.get("fileList").size(), is(1));
    assertThat(json.get("rejectList").size(), is(1));
    assertThat(json.get("partitionList").toString(), is("[\"\"]"));
    assertThat(json.get("replacedList").size(), is(0));
    assertThat(json.at("/departureList/0/source").asText(), is(table.pending("a.json").uri()));
    assertThat(names(json).contains("next"), is(false));
  }

  @Test
  void leavesLongListsOutOfJsonUnlessAskedFor() throws IOException {
    table.cutOffOpen();

    assertThat(table.command("runs", "show", "latest", "--json"), is(0));

    List<String> names = names(new ObjectMapper().readTree(table.levada().out()));
    assertThat(names.stream().filter(name -> name.endsWith("List")).toList().size(), is(0));
  }

  @Test
  void suggestsTheNearestRun() throws IOException {
    String run = table.cutOffOpen();

    assertThat(table.command("runs", "show", run.substring(0, 20)), is(1));

    assertThat(
        table.levada().err(),
        is(
            "levada: Cannot find run "
                + run.substring(0, 20)
                + " of "
                + table.table()
                + " (did you mean "
                + run
                + "?)\n"));
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Without what differs from run to run. */
  private String masked(String text) {
    return text.replace(folder.toString(), "HERE")
        .replaceAll("\\d{8}T\\d{9}Z-[0-9a-f]{12}", "RUN")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
        .replaceAll("\\d+\\.\\d s\n", "SECONDS s\n")
        .replaceAll("file, [0-9.]+ k?B\nRejects", "file, BYTES\nRejects")
        .replaceAll("Levada [^,\n]+,", "Levada VERSION,")
        .replaceAll("Java 17[^\n]*", "Java VERSION");
  }
}
