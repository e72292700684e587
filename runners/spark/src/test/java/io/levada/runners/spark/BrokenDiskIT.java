/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.levada.runners.spark.LevadaProcess.Result;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An output that takes no more or none at all: one line that names it, and nothing half-done. */
class BrokenDiskIT {

  /** In KiB. The system calls a file above it too large, as it calls a disk full: while writing. */
  private static final String LARGEST_FILE = "ulimit -f 2048; exec \"$@\"";

  private static final int EVENTS = 2_000;
  private static final int EVENT_BYTES = 4_000;

  @TempDir private Path folder;
  private Path input;

  @BeforeEach
  void writeEvents() throws IOException {
    input = Files.createDirectory(folder.resolve("pending"));
    Random random = new Random(1);
    byte[] data = new byte[EVENT_BYTES / 2];
    try (BufferedWriter file = Files.newBufferedWriter(input.resolve("events.json"))) {
      for (int i = 0; i < EVENTS; i++) {
        random.nextBytes(data);
        file.write(
            "{\"event_id\":\"%d\",\"timestamp\":\"2026-09-01\",\"domain\":\"d\",\"event_type\":\"t\",\"data\":\"%s\"}%n"
                .formatted(i, HexFormat.of().formatHex(data)));
      }
    }
  }

  @Test
  void namesTheFileThatTheDiskDoesNotTake() throws Exception {
    Path table = folder.resolve("trusted/events");

    Result result = runWithSmallFiles(RunnerUnderTest.DIRECT, LevadaProcess.onDirect(), table);

    assertThat(
        error(result),
        allOf(
            containsString(
                "Cannot write staged file " + folder.resolve("trusted/_levada/events/staging")),
            containsString("File too large")));
    assertUndone(result, table);
  }

  @Test
  void namesTheFolderOfTheShufflesFiles() throws Exception {
    Path table = folder.resolve("trusted/events");
    Path temporary = Files.createDirectory(folder.resolve("tmp"));

    Result result =
        runWithSmallFiles(
            RunnerUnderTest.SPARK,
            LevadaProcess.onSpark().withJavaOptions("-Djava.io.tmpdir=" + temporary),
            table);

    assertThat(
        error(result),
        containsString("File too large in a temporary file (they are in " + temporary));
    assertUndone(result, table);
  }

  @Test
  void namesAnOutputThatNoFileSystemKeeps() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self")), "/proc is Linux's");

    assertFails("/proc/levada/events", "/proc/");
  }

  @Test
  void namesAFolderWithoutPermission() throws Exception {
    Path forbidden = Files.createDirectory(folder.resolve("forbidden"));
    Files.setPosixFilePermissions(forbidden, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(forbidden), "permissions are not for this user");

    assertFails(forbidden + "/trusted/events", forbidden.toString());
  }

  @Test
  void namesAFileInTheOutputsPlace() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "in the way");

    assertFails(file + "/events", file.toString());
  }

  private void assertFails(String output, String named) throws Exception {
    Result result = RunnerUnderTest.DIRECT.run("events", "--input=" + input, "--output=" + output);

    assertThat(result.err(), result.exitCode(), equalTo(1));
    assertThat(
        result.err(), allOf(matchesPattern("levada: Cannot [^\\n]+\\n"), containsString(named)));
    assertThat(Files.exists(Path.of(output)), equalTo(false));
  }

  private Result runWithSmallFiles(RunnerUnderTest runner, LevadaProcess process, Path table)
      throws Exception {
    return runner.run(
        process.withPrelude(LARGEST_FILE), "events", "--input=" + input, "--output=" + table);
  }

  private static void assertUndone(Result result, Path table) throws IOException {
    LakeFolder lake = new LakeFolder(table);
    assertThat(result.err(), result.exitCode(), equalTo(1));
    assertThat(lake.visibleFiles(), empty());
    assertThat(lake.stagedFiles(), empty());
    assertThat(lake.state(2).get("state").asText(), equalTo("ROLLED_BACK"));
  }

  /** The last line: Spark warns of a failed task before the run fails. */
  private static String error(Result result) {
    return result.err().lines().reduce("", (before, line) -> line);
  }
}
