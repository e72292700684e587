/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.dynamodb.PlainDynamoDb;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mapping makes the same items on every runner, from an input of another format each. */
@ExtendWith(SandboxExtension.class)
class PeopleToDynamoDbIT {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void loadsTheExpectedItems(RunnerUnderTest runner, Sandbox sandbox, SandboxSpace space)
      throws Exception {
    String table = space.tablePrefix() + "people";
    LevadaProcess process = runner.process();
    sandbox.environment().forEach(process::withEnvironment);

    LevadaProcess.Result result =
        runner.run(
            process,
            "to-dynamodb",
            "--input=" + TestData.of("people/input").resolve(format(runner)),
            "--mapping=" + TestData.of("people/mapping.yaml"),
            "--keyFields=id",
            "--orderField=atualizado_em",
            "--lakeOutput=" + folder.resolve("lake/people"),
            "--ledger=" + folder.resolve("dynamodb/people"),
            "--table=" + table,
            "--createTable=true");

    assertThat(result.err(), result.exitCode(), equalTo(0));
    try (PlainDynamoDb dynamo = new PlainDynamoDb(sandbox)) {
      assertThat(dynamo.items(table), equalTo(expected()));
    }
  }

  private static String format(RunnerUnderTest runner) {
    return switch (runner) {
      case DIRECT -> "json";
      case SPARK -> "csv";
      case STRUCTURED -> "parquet";
    };
  }

  private static List<String> expected() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> items = new ArrayList<>();
    for (String line : Files.readAllLines(TestData.of("people/expected/items.json"))) {
      items.add(json.writeValueAsString(json.readTree(line)));
    }
    return items.stream().sorted().toList();
  }
}
