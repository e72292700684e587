/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.dynamodb.PlainDynamoDb;
import io.levada.pipelines.LevadaCommands;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Loads of {@code test-data/people} and of rows of its kind, into a table of the test's own. */
@ExtendWith(SandboxExtension.class)
abstract class PeopleLoads {

  static final Path PEOPLE = Path.of("..", "test-data", "people");
  static final Path MAPPING = PEOPLE.resolve("mapping.yaml");

  static final String ID_AND_NAME = "--mapping=id:pk:S,nome:name";

  @TempDir Path folder;
  PlainDynamoDb dynamo;
  LevadaCommands levada;
  String table;
  String endpoint;

  @BeforeEach
  void open(Sandbox sandbox, SandboxSpace space) {
    dynamo = new PlainDynamoDb(sandbox);
    levada = new LevadaCommands(folder);
    endpoint = sandbox.endpoint().toString();
    table = space.tablePrefix() + "people";
  }

  @AfterEach
  void close() {
    dynamo.close();
  }

  /** Loads into the test's own table; {@code more} names the input. */
  int load(String... more) {
    List<String> words = new ArrayList<>(List.of("to-dynamodb"));
    words.addAll(List.of(more));
    words.add("--table=" + table);
    words.add("--createTable=true");
    words.add("--ledger=" + folder.resolve("dynamo/people"));
    words.add("--endpoint=" + endpoint);
    words.add("--awsRegion=us-east-1");
    return levada.run(words.toArray(String[]::new));
  }

  void loaded(String... more) {
    int exit = load(more);
    assertThat(levada.err(), exit, is(0));
  }

  static String input(String format) {
    return "--input=" + PEOPLE.resolve("input").resolve(format);
  }

  static List<String> expected() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> items = new ArrayList<>();
    for (String line : Files.readAllLines(PEOPLE.resolve("expected/items.json"))) {
      items.add(json.writeValueAsString(json.readTree(line)));
    }
    return items.stream().sorted().toList();
  }

  List<Long> counts() throws IOException {
    JsonNode summary = levada.summary();
    return Stream.of("read", "written", "duplicates", "filtered", "rejected")
        .map(name -> summary.path(name).asLong(-1))
        .toList();
  }

  static String person(String id, String name) {
    return "{\"name\":{\"S\":\"" + name + "\"},\"pk\":{\"S\":\"" + id + "\"}}";
  }

  static String[] with(String[] words, String... more) {
    return Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
