/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.levada.io.dynamodb.PlainDynamoDb;
import io.levada.runners.spark.LevadaProcess.Result;
import io.levada.runners.spark.LevadaProcess.Running;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A load in a process that is killed, by SIGKILL, and one that meets another of the same table in
 * another process. The table is in a process that lives on.
 */
@ExtendWith(SandboxExtension.class)
class KilledLoadIT {

  private static final int ROWS = 3_000;
  private static final int DONE = 0;
  private static final int LOCKED = 5;
  private static final int KILLED = 128 + 9;
  private static final String LAKE = "lake/people";
  private static final String HOME = "dynamodb/people";
  private static final String WRITE = "BatchWriteItem";

  @TempDir private Path folder;
  private FolderPlace place;
  private Sandbox sandbox;
  private String table;

  @BeforeEach
  void open(Sandbox shared, SandboxSpace space) {
    place = new FolderPlace(folder);
    sandbox = shared;
    table = space.tablePrefix() + "people";
  }

  /** The last of these is the last request: all items are there, and nobody knows. */
  @ParameterizedTest
  @CsvSource({"CreateTable, 1", "BatchWriteItem, 40", "BatchWriteItem, 120"})
  void isFinishedByTheNextRun(String operation, int call) throws Exception {
    write("in.json", 0, ROWS);
    Result killed = killedAt(operation, call, words("in.json"));
    assertThat(killed.err(), killed.exitCode(), equalTo(KILLED));

    Result next = LevadaInProcess.run(words("in.json"));

    assertThat(next.err(), next.exitCode(), equalTo(DONE));
    assertLoaded(ROWS);
    assertThat(of(LAKE).committedRuns(), hasSize(1));
    assertThat(of(HOME).committedRuns(), hasSize(1));
    assertTidy();
  }

  @Test
  void ofTwoProcessesOneIsRefused() throws Exception {
    write("one.json", 0, 100);
    write("two.json", 100, 200);
    CountDownLatch writing = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    sandbox.faults().add(Fault.run(() -> hold(writing, go)).on(WRITE).atCall(1));

    Result first;
    Result second;
    try (Running one = process().begin(words("one.json").toArray(String[]::new))) {
      await(writing);
      second = process().run(words("two.json").toArray(String[]::new));
      go.countDown();
      first = one.toEnd();
    }

    assertThat(second.err(), second.exitCode(), equalTo(LOCKED));
    assertThat(second.err(), containsString("Cannot lock " + place.uri(HOME) + ": it is held by"));
    assertThat(first.err(), first.exitCode(), equalTo(DONE));
    Result again = LevadaInProcess.run(words("two.json"));
    assertThat(again.err(), again.exitCode(), equalTo(DONE));
    assertLoaded(200);
    assertTidy();
  }

  private Result killedAt(String operation, int call, List<String> words) throws Exception {
    CompletableFuture<Process> process = new CompletableFuture<>();
    // Applied, and never heard of.
    sandbox.faults().add(Fault.runAfter(() -> kill(process.join())).on(operation).atCall(call));
    try (Running running = process().begin(words.toArray(String[]::new))) {
      process.complete(running.process());
      return running.toEnd();
    }
  }

  private static void kill(Process process) {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Each row is an item, and once in the lake. */
  private void assertLoaded(int rows) throws Exception {
    try (PlainDynamoDb dynamo = new PlainDynamoDb(sandbox)) {
      assertThat(dynamo.items(table), equalTo(each(rows, KilledLoadIT::item)));
    }
    assertThat(of(LAKE).rows("id || ' ' || name"), equalTo(each(rows, id -> row(id, "%s %s"))));
  }

  private void assertTidy() throws Exception {
    assertThat(of(LAKE).unclosedRuns(), empty());
    assertThat(of(HOME).unclosedRuns(), empty());
    assertThat(of(LAKE).heldLocks(), empty());
  }

  private LakeFiles of(String thing) throws Exception {
    return new LakeFiles(thing, HOME, place.files());
  }

  private static List<String> each(int rows, IntFunction<String> text) {
    return IntStream.range(0, rows).mapToObj(text).sorted().toList();
  }

  private static String item(int id) {
    return row(id, "{\"id\":{\"S\":\"%s\"},\"name\":{\"S\":\"%s\"}}");
  }

  private static String row(int id, String form) {
    return String.format(form, "id-" + id, "Ana " + id);
  }

  private void write(String name, int from, int to) throws Exception {
    List<String> lines = new ArrayList<>();
    for (int id = from; id < to; id++) {
      lines.add(row(id, "{\"id\":\"%s\",\"name\":\"%s\"}"));
    }
    Files.write(folder.resolve(name), lines, UTF_8);
  }

  private List<String> words(String input) {
    return List.of(
        "run",
        "to-dynamodb",
        "--input=" + place.uri(input),
        "--keyFields=id",
        "--table=" + table,
        "--createTable=true",
        "--lakeOutput=" + place.uri(LAKE),
        "--ledger=" + place.uri(HOME),
        "--endpoint=" + sandbox.endpoint(),
        "--awsRegion=" + sandbox.region(),
        BriefLease.OPTION);
  }

  private LevadaProcess process() {
    LevadaProcess process = LevadaProcess.onDirect().withJavaOptions("-Xmx256m");
    sandbox.environment().forEach(process::withEnvironment);
    return process;
  }

  private static void hold(CountDownLatch there, CountDownLatch go) {
    there.countDown();
    await(go);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(1, TimeUnit.MINUTES)) {
        throw new AssertionError("It does not come to that");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
