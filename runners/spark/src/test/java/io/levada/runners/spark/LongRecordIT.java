/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.runners.spark.LevadaProcess.Result;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A record that is hardly smaller than the largest that is taken. */
class LongRecordIT {

  private static final int DATA_BYTES = 60_000_000;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "SPARK"})
  void isKeptWhole(RunnerUnderTest runner) throws Exception {
    Path table = folder.resolve("trusted/events");

    Result result =
        runner.run(
            runner.process().withJavaOptions("-Xmx1g"),
            "events",
            "--input=" + writeLongLine(),
            "--output=" + table);

    assertThat(result.err(), result.exitCode(), equalTo(0));
    LakeQuery query = new LakeQuery(table);
    assertThat(
        query.value("SELECT string_agg(length(data), ' ' ORDER BY event_id) FROM %s"),
        equalTo("1 " + DATA_BYTES + " 1"));
  }

  private Path writeLongLine() throws IOException {
    byte[] data = new byte[DATA_BYTES];
    Arrays.fill(data, (byte) 'x');
    Path file = folder.resolve("events.json");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      write(out, 1, new byte[] {'x'});
      write(out, 2, data);
      write(out, 3, new byte[] {'x'});
    }
    return file;
  }

  private static void write(OutputStream out, int id, byte[] data) throws IOException {
    String start =
        "{\"event_id\":\""
            + id
            + "\",\"timestamp\":\"2026-09-01\",\"domain\":\"d\",\"event_type\":\"t\",\"data\":\"";
    out.write(start.getBytes(US_ASCII));
    out.write(data);
    out.write("\"}\n".getBytes(US_ASCII));
  }
}
