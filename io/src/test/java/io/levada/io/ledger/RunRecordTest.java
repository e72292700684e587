/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.ledger.RecordedInput.Rows;
import io.levada.io.ledger.RunRecord.Entered;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunRecordTest {

  private static final Instant NOW = Instant.parse("2026-01-31T23:59:59Z");
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  private static final String RUN = "20260131T235959Z-000000000001";

  @TempDir private Path folder;
  private Location table;
  private Location input;
  private Ledger ledger;
  private Run run;

  @BeforeEach
  void begin() throws IOException {
    Location parent = Location.of(folder.toString());
    table = parent.child("table");
    input = parent.child("in/a b#%\u001b.json");
    ledger = Ledger.claim(AwsSettings.ofTheMachine(), table, null);
    run = ledger.begin(RUN, CLOCK, Map.of("pipeline", "events"));
  }

  @Test
  void hasWhatARunBeginsWith() throws IOException {
    RunRecord record = record();

    assertThat(record.run(), is(ledger.run(RUN).orElseThrow()));
    assertThat(record.states(), contains(new Entered(Run.State.OPEN, NOW)));
    assertThat(record.begun().get("pipeline").asText(), is("events"));
    assertThat(record.counts().isMissingNode(), is(true));
    assertThat(record.reason(), is(Optional.empty()));
    assertThat(record.kept("notes.txt"), is(Optional.empty()));
    assertThat(planned(record), is(empty()));
    assertThat(inputs(record), is(empty()));
  }

  @Test
  void hasAllThatPublishingDoes() throws IOException {
    StagedFile file = staged(table.child("day=1/b.parquet"));
    Entry read = new Entry(input, 3, "tag", NOW);
    Departure move = Departure.move(read, table.parent().child("done/a"));
    PublishPlan plan =
        new PublishPlan(
            List.of(file),
            List.of(table.child("day=1/old.parquet")),
            List.of("day=1", ""),
            table.child("_SUCCESS"),
            List.of(move, Departure.deletion(read)));
    run.prepare(plan, Map.of("read", 7));

    RunRecord record = record();

    assertThat(
        planned(record),
        contains(
            "published " + file.location() + " 4",
            "replaced " + table.child("day=1/old.parquet"),
            "partition day=1",
            "partition ",
            "departs " + move,
            "departs " + Departure.deletion(read)));
    assertThat(record.counts().get("read").asInt(), is(7));
    assertThat(
        record.states(),
        contains(new Entered(Run.State.OPEN, NOW), new Entered(Run.State.PREPARED, NOW)));
  }

  @Test
  void hasTheReasonOfARollbackAndWhatIsKept() throws IOException {
    StagedFile reject = staged(run.folder().child("rejects/a.jsonl"));
    run.rollBack("too many", List.of(reject));

    RunRecord record = record();

    assertThat(record.reason(), is(Optional.of("too many")));
    assertThat(planned(record), contains("published " + reject.location() + " 4"));
  }

  @Test
  void tellsWhatBecameOfEachInput() throws IOException {
    Location second = table.parent().child("in/b.json");
    keep(
        Bookmark.INPUTS,
        line(0, input, "tag")
            + line(1, second, "tag 2")
            + line(2, second, "tag 3")
            + line(3, second, "tag 4"));
    keep(
        RunRecord.OUTCOME,
        """
        {"input":0,"uri":"any","read":10,"written":1,"duplicates":2,"rejected":3,"filtered":4}
        {"input":2,"uri":"any","read":1,"written":1,"duplicates":0,"rejected":0,"filtered":0,"x":1}
        {"input":3,"uri":"any","read":5,"written":0,"duplicates":0,"rejected":1,"filtered":0,"grouped":4}
        """);

    assertThat(
        inputs(record()),
        contains(
            new RecordedInput(input, 3, "tag", new Rows(10, 1, 2, 3, 4, 0)),
            new RecordedInput(second, 3, "tag 2", null),
            new RecordedInput(second, 3, "tag 3", new Rows(1, 1, 0, 0, 0, 0)),
            new RecordedInput(second, 3, "tag 4", new Rows(5, 0, 0, 1, 0, 4))));
  }

  @Test
  void tellsInputsOfAnEarlierVersion() throws IOException {
    keep(Bookmark.INPUTS, line(0, input, "tag"));

    List<RecordedInput> inputs = inputs(record());

    assertThat(inputs, contains(new RecordedInput(input, 3, "tag", null)));
    assertThat(inputs.get(0).rows(), is(Optional.empty()));
  }

  @Test
  void takesAPlanOfAnEarlierVersion() throws IOException {
    Files.writeString(
        Path.of(run.folder().uri()).resolve("state-2.json"),
        """
        {"run": "any", "publish": {"complete": [], "departures": null, "partitions": ["a"]},
         "state": "PREPARED", "at": "2026-01-31T23:59:59Z"}
        """);

    assertThat(planned(record()), contains("partition a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"state\":\"PREPARED\"",
        "{\"state\":\"PREPARED\",\"at\":\"2026-01-31T23:59:59Z\",\"publish\":{",
        "{\"state\":\"PREPARED\",\"at\":\"yesterday\"}",
        "{\"state\":\"GONE\",\"at\":\"2026-01-31T23:59:59Z\"}",
        "[]"
      })
  void namesAStateThatIsDamaged(String damaged) throws IOException {
    RecordedRun recorded = ledger.run(RUN).orElseThrow();
    Path file = Path.of(run.folder().uri()).resolve("state-2.json");
    Files.writeString(file, damaged);

    IOException e = assertThrows(IOException.class, () -> ledger.record(recorded));

    assertThat(e.getMessage(), is("Cannot read " + file + ": it is damaged (restore it)"));
  }

  @Test
  void namesAListOfInputsThatIsCutShort() throws IOException {
    byte[] whole = gzip(line(0, input, "tag").repeat(1000));
    byte[] cut = new byte[whole.length / 2];
    System.arraycopy(whole, 0, cut, 0, cut.length);
    run.keep(Bookmark.INPUTS, cut);
    RunRecord record = record();

    IOException e = assertThrows(IOException.class, () -> inputs(record));

    assertThat(
        e.getMessage(),
        is("Cannot read " + run.folder().child(Bookmark.INPUTS) + ": it is damaged (restore it)"));
  }

  @Test
  void tellsWhetherThereIsALedger() throws IOException {
    assertThat(ledger.exists(), is(true));
    assertThat(
        Ledger.find(AwsSettings.ofTheMachine(), table.parent().child("other")).exists(), is(false));
    assertThat(Files.exists(folder.resolve("_levada/other")), is(false));
  }

  @Test
  void knowsALedgerOfAnEarlierVersionByItsRuns() throws IOException {
    Files.delete(folder.resolve("_levada/table/ledger.json"));

    assertThat(Ledger.find(AwsSettings.ofTheMachine(), table).exists(), is(true));
  }

  private RunRecord record() throws IOException {
    return ledger.record(ledger.run(RUN).orElseThrow());
  }

  private static List<RecordedInput> inputs(RunRecord record) throws IOException {
    List<RecordedInput> inputs = new ArrayList<>();
    record.visitInputs(inputs::add);
    return inputs;
  }

  private static List<String> planned(RunRecord record) throws IOException {
    List<String> planned = new ArrayList<>();
    record.visitPlan(
        new PlanVisitor() {
          @Override
          public void published(Location file, long bytes) {
            planned.add("published " + file + " " + bytes);
          }

          @Override
          public void replaced(Location file) {
            planned.add("replaced " + file);
          }

          @Override
          public void partition(String path) {
            planned.add("partition " + path);
          }

          @Override
          public void departs(Departure departure) {
            planned.add("departs " + departure);
          }
        });
    return planned;
  }

  private StagedFile staged(Location file) throws IOException {
    try (StagedUpload upload = ledger.storages(RUN).of(file).stage(file, "attempt")) {
      upload.write("data".getBytes(UTF_8), 0, 4);
      return upload.finish();
    }
  }

  private void keep(String name, String lines) throws IOException {
    run.keep(name, gzip(lines));
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String line(int number, Location uri, String identity) {
    return "{\"input\":%d,\"uri\":\"%s\",\"bytes\":3,\"identity\":\"%s\"}\n"
        .formatted(number, uri.uri().replace("\u001b", "\\u001b"), identity);
  }
}
