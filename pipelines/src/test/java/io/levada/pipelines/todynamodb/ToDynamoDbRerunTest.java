/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.LevadaCommands;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is loaded by a second command: what is new, or what a load that failed has left. */
class ToDynamoDbRerunTest extends PeopleLoads {

  @Test
  void loadsTheSameItemsAgain() throws IOException {
    Path input = levada.write("in/a.json", "{\"id\": 1, \"nome\": \"Ana\"}");

    loaded("--input=" + input, "--keyFields=id", ID_AND_NAME);
    loaded("--input=" + input, "--keyFields=id", ID_AND_NAME);

    assertThat(dynamo.items(table), contains(person("1", "Ana")));
    assertThat(counts(), contains(1L, 1L, 0L, 0L, 0L));
  }

  @Test
  void takesNewFilesOnlyWithABookmark() throws IOException {
    levada.write("in/a.json", "{\"id\": 1, \"nome\": \"Ana\"}");
    String[] words = {
      "--input=" + folder.resolve("in"), "--keyFields=id", ID_AND_NAME, "--bookmark=enable"
    };

    loaded(words);
    levada.write("in/b.json", "{\"id\": 2, \"nome\": \"Bia\"}");
    loaded(words);

    assertThat(counts(), contains(1L, 1L, 0L, 0L, 0L));
    assertThat(dynamo.items(table), contains(person("1", "Ana"), person("2", "Bia")));
    loaded(words);
    assertThat(counts(), contains(0L, 0L, 0L, 0L, 0L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "csv", "parquet"})
  void movesWhatHasLanded(String format) throws IOException {
    Path pending = Files.createDirectories(folder.resolve("landing/pending"));
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(PEOPLE.resolve("input").resolve(format))) {
      for (Path file : files.sorted().toList()) {
        names.add(file.getFileName().toString());
        Files.copy(file, pending.resolve(file.getFileName().toString()));
      }
    }
    String[] words = {
      "--landing=" + folder.resolve("landing"),
      "--mapping=" + MAPPING,
      "--keyFields=id",
      "--orderField=atualizado_em"
    };

    loaded(words);

    assertThat(dynamo.items(table), equalTo(expected()));
    assertThat(filesBelow(pending), empty());
    assertThat(filesBelow(folder.resolve("landing/processed")), equalTo(names));
    loaded(words);
    assertThat(counts(), contains(0L, 0L, 0L, 0L, 0L));
  }

  @Test
  void loadsLaterWhatAFailedLoadHasLeft(Sandbox sandbox) throws IOException {
    Path pending = Files.createDirectories(folder.resolve("landing/pending"));
    Files.copy(PEOPLE.resolve("input/json/people.json"), pending.resolve("people.json"));
    String[] words = {
      "--landing=" + folder.resolve("landing"),
      "--mapping=" + MAPPING,
      "--keyFields=id",
      "--orderField=atualizado_em"
    };
    sandbox.faults().add(Fault.accessDenied().on("BatchWriteItem"));

    int exit = load(words);

    assertThat(levada.err(), exit, is(1));
    assertThat(dynamo.items(table), empty());
    sandbox.faults().clear();
    loaded(words);
    assertThat(dynamo.items(table), equalTo(expected()));
    assertThat(counts(), contains(5L, 5L, 0L, 0L, 0L));
  }

  private static List<String> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void loadsWhatAFailedLoadHasLeftAndMapsNothingAgain(Sandbox sandbox)
      throws IOException, SQLException {
    String[] words = {
      input("json"),
      "--mapping=" + MAPPING,
      "--keyFields=id",
      "--orderField=atualizado_em",
      "--lakeOutput=" + folder.resolve("lake/people"),
      "--idCarga=42"
    };
    sandbox.faults().add(Fault.accessDenied().on("BatchWriteItem"));
    int failed = load(words);
    assertThat(levada.err(), failed, is(1));
    sandbox.faults().clear();

    loaded(with(words, "--maxWritesPerSecond=100"));

    assertThat(dynamo.items(table), equalTo(expected()));
    assertThat(LevadaCommands.rows(folder.resolve("lake/people"), "count(*)"), contains("5"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--runner=DirectRunner", "--maxRejects=9", "--quiet=true", "--jobName=again"})
  void mapsNothingAgainForAnOptionThatChangesNoItem(String other, Sandbox sandbox)
      throws IOException {
    Path input = levada.write("in/a.json", "{\"id\": 1, \"nome\": \"Ana\"}\n{\"id\": 2");
    String[] words = {"--input=" + input, "--keyFields=id", ID_AND_NAME};
    leftWaiting(sandbox, words);

    loaded(with(words, other));

    assertThat(levada.summary().at("/parts/0/run").asText(), is(""));
    assertThat(dynamo.items(table), contains(person("1", "Ana")));
  }

  @Test
  void mapsAgainWhereFewerMayBeRejectedNow(Sandbox sandbox) throws IOException {
    Path input = levada.write("in/a.json", "{\"id\": 1, \"nome\": \"Ana\"}\n{\"id\": 2");
    String[] words = {"--input=" + input, "--keyFields=id", ID_AND_NAME};
    leftWaiting(sandbox, words);

    int exit = load(with(words, "--maxRejects=0"));

    assertThat(levada.err(), exit, is(3));
    assertThat(dynamo.items(table), empty());
  }

  /** Maps, and can't load. */
  private void leftWaiting(Sandbox sandbox, String... words) {
    sandbox.faults().add(Fault.accessDenied().on("BatchWriteItem"));
    int failed = load(words);
    assertThat(levada.err(), failed, is(1));
    sandbox.faults().clear();
  }

  @Test
  void mapsAgainWhenTheOptionsOrTheInputsAreOthers(Sandbox sandbox) throws IOException {
    Path input = levada.write("in/a.json", "{\"id\": 1, \"nome\": \"Ana\"}");
    String[] words = {
      "--input=" + input.getParent(), "--keyFields=id", "--mapping=id:pk:S,nome:name"
    };
    sandbox.faults().add(Fault.accessDenied().on("BatchWriteItem"));
    load(words);
    load(with(words, "--filter=nome = 'Ana'"));
    levada.write("in/b.json", "{\"id\": 2, \"nome\": \"Bia\"}");
    load(words);
    sandbox.faults().clear();

    loaded(words);

    assertThat(dynamo.items(table), contains(person("1", "Ana"), person("2", "Bia")));
    assertThat(counts(), contains(4L, 4L, 0L, 0L, 0L));
  }
}
