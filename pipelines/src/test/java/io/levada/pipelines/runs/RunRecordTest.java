/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.LevadaCommands.json;
import static io.levada.pipelines.LevadaCommands.parquetBelow;
import static io.levada.pipelines.LevadaCommands.rows;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.levada.pipelines.LevadaCommands;
import io.levada.transforms.EventSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run leaves behind for people and for the runs to come. */
class RunRecordTest {

  private static final String EVENT =
      "{\"event_id\":\"1\",\"timestamp\":\"2026-09-01T10:00:00Z\",\"domain\":\"shop\","
          + "\"event_type\":\"sold\"}\n";

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Path table;

  @BeforeEach
  void runOnce() throws IOException {
    levada = new LevadaCommands(folder);
    table = folder.resolve("trusted/events");
    levada.write("pending/a.json", EVENT + EVENT + "oops\n");
    assertThat(events(table, "--compression=zstd"), is(0));
  }

  @Test
  void tellsWhatWasAskedFor() throws IOException {
    JsonNode begun = json(record(table).resolve("state-1.json"));

    assertThat(begun.get("state").asText(), equalTo("OPEN"));
    assertThat(begun.get("pipeline").asText(), equalTo("events"));
    assertThat(begun.get("inputs").asInt(), is(1));
    assertThat(begun.get("input_bytes").asLong(), is(2L * EVENT.length() + 5));
    assertThat(begun.at("/options/input").asText(), equalTo(folder.resolve("pending").toString()));
    assertThat(begun.at("/options/output").asText(), equalTo(table.toString()));
    assertThat(begun.at("/options/compression").asText(), equalTo("ZSTD"));
  }

  @Test
  void tellsNoOptionThatWasNotGiven() throws IOException {
    JsonNode options = json(record(table).resolve("state-1.json")).get("options");

    List<String> names = new ArrayList<>();
    options.fieldNames().forEachRemaining(names::add);
    assertThat(names, containsInAnyOrder("compression", "input", "output", "summaryFile"));
  }

  @Test
  void tellsWhatWasCounted() throws IOException {
    JsonNode counts = json(record(table).resolve("state-2.json")).get("counts");

    assertThat(counts.get("read").asInt(), is(3));
    assertThat(counts.get("written").asInt(), is(1));
    assertThat(counts.get("duplicate").asInt(), is(1));
    assertThat(counts.get("rejected").asInt(), is(1));
    assertThat(counts.get("rejects").toString(), equalTo("{\"NOT_JSON\":1}"));
  }

  @Test
  void namesTheFilesThatItPublishes() throws IOException {
    JsonNode publish = json(record(table).resolve("state-2.json")).get("publish");

    List<String> files = new ArrayList<>();
    for (JsonNode file : publish.get("complete")) {
      files.add(file.at("/location/uri").asText());
    }
    List<String> published = new ArrayList<>();
    parquetBelow(table).forEach(file -> published.add(file.toString()));
    published.addAll(rejects());
    assertThat(files, containsInAnyOrder(published.toArray()));
    assertThat(
        publish.at("/partitions/0").asText(),
        equalTo("domain_event_type=shop-sold/year=2026/month=09/day=01"));
  }

  @Test
  void keepsTheSchemaAsAFileThatTheNextRunTakes() throws Exception {
    Path other = folder.resolve("trusted/other");
    assertThat(events(other, "--schema=infer", "--keyFields=none"), is(0));
    Path again = folder.resolve("trusted/again");

    int exit =
        events(again, "--schema=" + record(other).resolve("schema.json"), "--keyFields=none");

    assertThat(exit, is(0));
    assertThat(
        json(record(again).resolve("schema.json")),
        equalTo(json(record(other).resolve("schema.json"))));
    assertThat(rows(again, "event_id"), contains("1", "1"));
  }

  @Test
  void keepsTheSchemaOfATableInTheSameFormat() throws Exception {
    Path schema =
        levada.write(
            "schema.json",
            """
            {"fields": [
              {"name": "a", "type": "string", "required": false},
              {"name": "b", "type": "boolean", "required": false},
              {"name": "c", "type": "int", "required": false},
              {"name": "d", "type": "long", "required": false},
              {"name": "e", "type": "float", "required": false},
              {"name": "f", "type": "double", "required": false},
              {"name": "g", "type": "decimal(10,2)", "required": false},
              {"name": "h", "type": "date", "required": false},
              {"name": "at", "type": "timestamp", "required": false},
              {"name": "j", "type": "bytes", "required": false}
            ]}
            """);
    levada.write("pending/a.json", "{\"a\":\"x\",\"d\":1,\"at\":\"2026-09-01\"}");
    Path other = folder.resolve("trusted/other");

    int exit =
        events(
            other,
            "--stage=" + folder.resolve("stage/other"),
            "--schema=" + schema,
            "--timestampField=at",
            "--typeFields=a",
            "--keyFields=a");

    assertThat(levada.err(), exit, is(0));
    String kept = Files.readString(record(other).resolve("schema.json"));
    assertThat(
        EventSchema.fromJson(kept),
        equalTo(EventSchema.ofTable(EventSchema.fromJson(Files.readString(schema)).toRowSchema())));
  }

  private int events(Path output, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("events", "--input=" + folder.resolve("pending"), "--output=" + output));
    arguments.addAll(List.of(options));
    return levada.run(arguments.toArray(String[]::new));
  }

  /** The record of the table's only run. */
  private static Path record(Path table) throws IOException {
    Path runs = table.resolveSibling("_levada").resolve(table.getFileName()).resolve("runs");
    try (Stream<Path> folders = Files.list(runs).filter(Files::isDirectory)) {
      return folders.toList().get(0);
    }
  }

  private List<String> rejects() throws IOException {
    try (Stream<Path> files = Files.list(record(table).resolve("rejects"))) {
      return files.map(Path::toString).toList();
    }
  }
}
