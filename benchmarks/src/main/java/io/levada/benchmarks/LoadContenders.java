/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The two ways of loading people into a DynamoDB table. {@code {output}} of their commands is a
 * folder for what they keep and tell, and the table is named {@code {table}} at {@code {endpoint}}.
 */
final class LoadContenders {

  /** Of Levada's sink, for each slot that is written at a time, of which there is one a core. */
  private static final int THREADS_OF_A_CORE = 16;

  private static final String PROGRAMS = "io.levada.benchmarks.dynamodb.";
  private static final String SUMMARY = "summary.json";
  private static final String FIGURES = "figures.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The sandbox lets in one key; the other server any. */
  private static final List<String> CREDENTIALS =
      List.of("-Daws.accessKeyId=sandbox", "-Daws.secretAccessKey=sandbox");

  private final LevadaBuild build;

  LoadContenders(LevadaBuild build) {
    this.build = build;
  }

  int threads() {
    return build.cores() * THREADS_OF_A_CORE;
  }

  Contender levada(String runner, List<String> moreOptions) throws IOException {
    List<String> words =
        List.of(
            "run",
            "to-dynamodb",
            "--input={input}",
            "--keyFields=id",
            "--table={table}",
            "--createTable=true",
            "--ledger={output}/home",
            "--endpoint={endpoint}",
            "--awsRegion=us-east-1",
            "--summaryFile={output}/" + SUMMARY);
    Contender plain = build.run(words, runner, moreOptions);
    List<String> command = new ArrayList<>(plain.command());
    command.addAll(1, CREDENTIALS);
    return new Contender(plain.name(), command);
  }

  Contender plainSdk() throws IOException {
    return new Contender("plain AWS SDK", program("PlainSdkLoad"));
  }

  /**
   * What the load alone took, by its own clock.
   *
   * @param items that were put
   */
  record Figures(long items, double seconds) {}

  /** What a load has told in its folder: of Levada's two runs it is the second. */
  static Figures figures(Path output) throws IOException {
    Path summary = output.resolve(SUMMARY);
    if (!Files.exists(summary)) {
      JsonNode told = JSON.readTree(output.resolve(FIGURES).toFile());
      return new Figures(told.path("items").asLong(), told.path("seconds").asDouble());
    }
    JsonNode parts = JSON.readTree(summary.toFile()).path("parts");
    JsonNode load = parts.path(parts.size() - 1);
    return new Figures(load.path("load").path("items").asLong(), load.path("seconds").asDouble());
  }

  /** Reads each item back, and compares it with its row. */
  Contender comparedItems() throws IOException {
    return new Contender("compare", program("LoadedItems"));
  }

  /** Counts the items, and deletes the table. */
  Contender countedItems() throws IOException {
    List<String> command = new ArrayList<>(program("LoadedItems"));
    command.add("--countAndDelete");
    return new Contender("count", command);
  }

  /** What one of these has found. */
  static JsonNode found(Path output) throws IOException {
    return JSON.readTree(output.resolve(FIGURES).toFile());
  }

  private List<String> program(String name) throws IOException {
    return LevadaBuild.java(
        classPath(),
        CREDENTIALS,
        PROGRAMS + name,
        List.of(
            "--input={input}",
            "--endpoint={endpoint}",
            "--table={table}",
            "--threads=" + threads(),
            "--figures={output}/" + FIGURES));
  }

  /** DynamoDB Local, behind the sandbox's port, in memory. */
  List<String> dynamoDbLocal() throws IOException {
    return build.command(List.of("-Xmx2g"), List.of("sandbox", "--port=0"));
  }

  /** A server that counts items, and that is all. */
  List<String> instantServer() throws IOException {
    List<String> command =
        new ArrayList<>(
            LevadaBuild.java(classPath(), List.of(), PROGRAMS + "InstantServer", List.of()));
    command.set(1, "-Xmx512m");
    return command;
  }

  /** The benchmarks' own classes, and the SDK as Levada has it. */
  private String classPath() throws IOException {
    return System.getProperty("java.class.path").split(":", 2)[0] + ":" + build.directClassPath();
  }
}
