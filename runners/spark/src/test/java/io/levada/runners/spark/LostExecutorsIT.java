/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.benchmarks.EventGenerator;
import io.levada.benchmarks.EventSettings;
import io.levada.io.storage.PlainS3;
import io.levada.runners.spark.ExecutorKills.Victim;
import io.levada.runners.spark.LevadaProcess.Result;
import io.levada.runners.spark.LevadaProcess.Running;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Executors of a cluster that are killed while a run is at work from S3 to S3. */
@EnabledOnOs(OS.LINUX)
@ExtendWith(SandboxExtension.class)
class LostExecutorsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** More bytes than go to one slot, so that each day is a slot of its own. */
  private static final EventSettings EVENTS =
      EventSettings.of(230_000, 1).withFiles(24).withDays(8);

  private static final String SHUFFLED = "events";

  /** Whoever reads a part of the input writes its rows. */
  private static final String NOT_SHUFFLED = "parse-events";

  private static final String MANIFEST = ".*/manifest\\.jsonl\\.gz";

  @TempDir private static Path generated;
  @TempDir private Path folder;

  private Sandbox sandbox;
  private PlainS3 s3;
  private String bucket;
  private String job = SHUFFLED;

  @BeforeAll
  static void runWithoutLoss() throws Exception {
    EventGenerator.generate(EVENTS, generated);
    for (String job : List.of(SHUFFLED, NOT_SHUFFLED)) {
      Result result =
          RunnerUnderTest.DIRECT.run(
              job,
              "--input=" + generated.resolve("input"),
              "--output=" + generated.resolve(table(job)));
      assertThat(result.err(), result.exitCode(), is(0));
    }
  }

  @BeforeEach
  void connect(Sandbox running, SandboxSpace space) {
    sandbox = running;
    s3 = new PlainS3(running);
    bucket = "s3://" + space.bucket();
  }

  @AfterEach
  void disconnect() {
    s3.close();
  }

  @Test
  void loseNoRowAndDoubleNone() throws Exception {
    upload(24);
    LocalCluster cluster = hardenedCluster();
    Path summaryFile = folder.resolve("summary.json");

    Result result;
    ExecutorKills kills;
    try (Running running = begin(cluster, "--summaryFile=" + summaryFile)) {
      kills = new ExecutorKills(sandbox.faults(), executorsOf(running));
      kills.plan(5, Victim.CALLER, task -> reading(Fault.run(task)));
      kills.awaitTwo(task -> reading(Fault.run(task)));
      planKillsOfWriters(kills);
      result = running.toEnd();
    }

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(kills.struck(), is(6));
    EventLog log = cluster.eventLog();
    assertThat(log.executorsAdded(), greaterThanOrEqualTo(7));
    assertThat(log.stagesWith("ExecutorLostFailure"), contains(0, 1, 2));
    assertThat(log.stagesWith("FetchFailed"), hasItem(1));
    assertThat(log.repeatedStages(), hasItem(0));
    assertCounts(JSON.readTree(summaryFile.toFile()));
    assertWhole();
  }

  @Test
  void loseNoRowAndDoubleNoneWithoutAShuffle() throws Exception {
    job = NOT_SHUFFLED;
    upload(24);
    LocalCluster cluster = hardenedCluster();

    Result result;
    ExecutorKills kills;
    try (Running running = begin(cluster)) {
      kills = new ExecutorKills(sandbox.faults(), executorsOf(running));
      kills.awaitTwo(task -> reading(Fault.run(task)));
      planKillsOfWriters(kills);
      result = running.toEnd();
    }

    assertThat(result.err(), result.exitCode(), is(0));
    assertThat(kills.struck(), is(5));
    EventLog log = cluster.eventLog();
    assertThat(log.stagesWith("ExecutorLostFailure"), contains(0, 1));
    assertThat(log.stagesWith("FetchFailed"), contains(1));
    assertThat(log.repeatedStages(), hasItem(0));
    assertWhole();
  }

  @Test
  void undoTheRunWhenTheyAreTooMany() throws Exception {
    upload(2);
    LocalCluster cluster = new LocalCluster(folder).with("spark.stage.maxConsecutiveAttempts", "2");

    Result result;
    try (Running running = begin(cluster)) {
      ExecutorProcesses executors = executorsOf(running);
      sandbox
          .faults()
          .add(
              Fault.run(() -> executors.alive().forEach(ProcessHandle::destroyForcibly))
                  .on("UploadPart"));
      result = running.toEnd();
    }

    assertThat(result.err(), result.exitCode(), is(1));
    assertThat(cluster.eventLog().stagesWith("ExecutorLostFailure"), hasItem(1));
    assertThat(s3.uploads(bucket), is(empty()));
    assertThat(s3.list(bucket + "/" + table(job)).keySet(), is(empty()));
    assertThat(s3.list(bucket + "/landing/pending").keySet(), hasSize(2));
    assertThat(state(2), is("ROLLED_BACK"));
  }

  @Test
  void andTheDriverLeaveWhatTheNextStartsRemove() throws Exception {
    upload(24);
    CountDownLatch swept = new CountDownLatch(1);
    CountDownLatch applied = new CountDownLatch(1);
    List<ProcessHandle> executors = new CopyOnWriteArrayList<>();

    try (Running running = begin(new LocalCluster(folder))) {
      ExecutorProcesses processes = executorsOf(running);
      Runnable killTheDriver =
          () -> {
            executors.addAll(processes.alive());
            running.process().destroyForcibly();
            await(swept);
          };
      sandbox.faults().add(Fault.run(killTheDriver).on("CreateMultipartUpload").atCall(3));
      sandbox
          .faults()
          .add(Fault.runAfter(applied::countDown).on("CreateMultipartUpload").atCall(3));
      assertThat(running.toEnd().exitCode(), is(137));
    }
    assertThat(executors, is(not(empty())));
    for (ProcessHandle executor : executors) {
      executor.onExit().get(1, TimeUnit.MINUTES);
    }

    Result next = runOnDirect();
    assertThat(next.err(), next.exitCode(), is(0));
    assertThat(next.err(), containsString("was cut off as OPEN and is ROLLED_BACK now"));
    assertThat(s3.uploads(bucket), is(empty()));

    swept.countDown();
    await(applied);
    assertThat(s3.uploads(bucket), hasSize(1));

    Result last = runOnDirect();
    assertThat(last.err(), last.exitCode(), is(0));
    assertThat(last.out(), containsString("Nothing to do"));
    assertWhole();
  }

  /**
   * More tasks than cores, so that some fetch what was lost; and more losses than Spark expects.
   */
  private LocalCluster hardenedCluster() throws IOException {
    return new LocalCluster(folder)
        .with("spark.default.parallelism", "12")
        .with("spark.stage.maxConsecutiveAttempts", "20");
  }

  private static void planKillsOfWriters(ExecutorKills kills) {
    kills.plan(1, Victim.ANOTHER, task -> Fault.run(task).on("CreateMultipartUpload"));
    kills.plan(2, Victim.CALLER, task -> Fault.run(task).on("UploadPart"));
    kills.plan(2, Victim.CALLER, task -> Fault.runAfter(task).on("UploadPart"));
    kills.plan(1, Victim.CALLER, task -> writingManifest(Fault.run(task)));
    kills.plan(1, Victim.CALLER, task -> writingManifest(Fault.runAfter(task)));
  }

  private static String table(String job) {
    return "trusted/" + job;
  }

  private void upload(int files) throws IOException {
    try (Stream<Path> found = Files.list(generated.resolve("input"))) {
      for (Path file : found.sorted().limit(files).toList()) {
        s3.put(bucket + "/landing/pending/" + file.getFileName(), Files.readAllBytes(file));
      }
    }
  }

  private Running begin(LocalCluster cluster, String... more) throws IOException {
    LevadaProcess driver = cluster.driver();
    sandbox.environment().forEach(driver::withEnvironment);
    return RunnerUnderTest.SPARK.begin(driver, arguments(more));
  }

  private Result runOnDirect() throws Exception {
    LevadaProcess process = LevadaProcess.onDirect();
    sandbox.environment().forEach(process::withEnvironment);
    return RunnerUnderTest.DIRECT.run(process, arguments());
  }

  private String[] arguments(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                job,
                "--landing=" + bucket + "/landing",
                "--output=" + bucket + "/" + table(job),
                "--endpoint=" + sandbox.endpoint(),
                "--awsRegion=" + sandbox.region()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private ExecutorProcesses executorsOf(Running driver) {
    return new ExecutorProcesses(driver.process().toHandle(), sandbox.port());
  }

  private static Fault reading(Fault fault) {
    return fault.on("GetObject").ofKeyPrefix("landing/pending/");
  }

  private static Fault writingManifest(Fault fault) {
    return fault.on("PutObject").ofKeyMatching(MANIFEST);
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(5, TimeUnit.MINUTES)) {
        throw new IllegalStateException("Nothing has happened in five minutes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void assertCounts(JsonNode summary) throws IOException {
    JsonNode expected = JSON.readTree(generated.resolve("expected.json").toFile());
    assertThat(summary.get("runner").asText(), equalTo(RunnerUnderTest.SPARK.resultClass()));
    assertThat(summary.get("read"), equalTo(expected.get("records")));
    assertThat(summary.get("written"), equalTo(expected.get("rows")));
    assertThat(summary.get("duplicates"), equalTo(expected.get("duplicates")));
    assertThat(summary.get("rejectsByCode"), equalTo(expected.get("malformed")));
  }

  /** The rows of the run without a loss, in the files of the manifest; and nothing else is left. */
  private void assertWhole() throws Exception {
    Path copy = folder.resolve("copy");
    s3.download(bucket + "/" + table(job), copy);
    assertThat(new LakeQuery(copy).rowsUnlike(generated.resolve(table(job))), is(0L));
    assertThat(s3.list(bucket + "/" + table(job)).keySet(), equalTo(filesOfTheManifest()));
    assertThat(s3.list(bucket + "/landing/pending").keySet(), is(empty()));
    assertThat(s3.uploads(bucket), is(empty()));
    assertThat(state(4), is("COMMITTED"));
  }

  private Set<String> filesOfTheManifest() throws IOException {
    Set<String> files = new TreeSet<>(Set.of("_SUCCESS"));
    byte[] manifest = s3.read(run() + "/manifest.jsonl.gz");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(manifest)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode file = JSON.readTree(line).path("file");
        if (file.path("content").asText().equals("DATA")) {
          files.add(file.get("path").asText());
        }
      }
    }
    return files;
  }

  /** The state in that object of the last run. */
  private String state(int sequence) throws IOException {
    return JSON.readTree(s3.read(run() + "/state-" + sequence + ".json")).get("state").asText();
  }

  /** The folder of the last run's record; their names are in the order in which they began. */
  private String run() {
    String runs = bucket + "/trusted/_levada/" + job + "/runs";
    String last = new TreeSet<>(s3.list(runs).keySet()).last();
    return runs + "/" + last.substring(0, last.indexOf('/'));
  }
}
