/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.runners.spark.LevadaProcess.Result;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither many partitions nor a large one need memory. */
class ConstrainedMemoryIT {

  private static final String HEAP = "-Xmx256m";

  private static final int PARTITIONS = 20_000;
  private static final long LARGE_PARTITION_BYTES =
      Long.getLong("levada.largePartitionBytes", 2L << 30);
  private static final int LARGE_EVENT_BYTES = 4_000;

  @TempDir private Path folder;
  private Path input;
  private Path table;
  private Path summaryFile;

  @BeforeEach
  void nameFolders() throws IOException {
    input = Files.createDirectory(folder.resolve("pending"));
    table = folder.resolve("trusted/events");
    summaryFile = folder.resolve("summary.json");
  }

  @Test
  void writesTwentyThousandPartitions() throws Exception {
    try (Events events = new Events()) {
      for (int i = 0; i < PARTITIONS; i++) {
        events.write("d" + i, i, "");
      }
    }

    Result result =
        run(
            RunnerUnderTest.DIRECT,
            LevadaProcess.onDirect().withJavaOptions(HEAP),
            "--partitionFields=domain");

    assertThat(result.err(), result.exitCode(), equalTo(0));
    JsonNode summary = new ObjectMapper().readTree(summaryFile.toFile());
    assertThat(summary.get("written").asInt(), equalTo(PARTITIONS));
    assertThat(summary.get("partitions").asInt(), equalTo(PARTITIONS));
    LakeQuery query = new LakeQuery(table);
    assertThat(
        query.value(
            "SELECT count(DISTINCT domain) || ' ' || count(*) || ' ' || sum(event_id::INT) FROM %s"
                + " WHERE domain = 'd' || event_id"),
        equalTo(PARTITIONS + " " + PARTITIONS + " " + sumBelow(PARTITIONS)));
  }

  /** The system property levada.largePartitionBytes makes it smaller or larger than 2 GiB. */
  @Test
  void writesALargePartition() throws Exception {
    long count = writeLargePartition();

    Result result = run(RunnerUnderTest.SPARK, sparkWithHeap());

    assertThat(result.err(), result.exitCode(), equalTo(0));
    JsonNode summary = new ObjectMapper().readTree(summaryFile.toFile());
    assertThat(summary.get("written").asLong(), equalTo(count));
    assertThat(summary.get("partitions").asInt(), equalTo(1));
    LakeQuery query = new LakeQuery(table);
    assertThat(
        query.value(
            "SELECT count(*) || ' ' || count(DISTINCT event_id) || ' ' ||"
                + " sum(event_id::INT) FROM %s"),
        equalTo(count + " " + count + " " + sumBelow(count)));
  }

  /**
   * Spark refuses a heap of less than 450 MB unless a test tells it that it has more; the fraction
   * makes its share of that less than a third of the heap that it has, since half is for slots.
   */
  private LevadaProcess sparkWithHeap() {
    return LevadaProcess.onSpark()
        .withCompilers()
        .withJavaOptions(
            HEAP,
            "-Dspark.testing.memory=" + (512L << 20),
            "-Dspark.memory.fraction=0.15",
            "-Dspark.local.dir=" + folder,
            "-Djava.io.tmpdir=" + folder);
  }

  private Result run(RunnerUnderTest runner, LevadaProcess process, String... options)
      throws Exception {
    String[] arguments = new String[options.length + 4];
    arguments[0] = "events";
    arguments[1] = "--input=" + input;
    arguments[2] = "--output=" + table;
    arguments[3] = "--summaryFile=" + summaryFile;
    System.arraycopy(options, 0, arguments, 4, options.length);
    return runner.run(process, arguments);
  }

  private long writeLargePartition() throws IOException {
    byte[] noise = new byte[4 << 20];
    Random random = new Random(1);
    random.nextBytes(noise);
    String text = HexFormat.of().formatHex(noise);
    long count = 0;
    try (Events events = new Events()) {
      while (events.bytes < LARGE_PARTITION_BYTES) {
        int from = random.nextInt(text.length() - LARGE_EVENT_BYTES);
        events.write("d", count++, text.substring(from, from + LARGE_EVENT_BYTES));
      }
    }
    return count;
  }

  private static long sumBelow(long count) {
    return count * (count - 1) / 2;
  }

  /** The only input file. */
  private final class Events implements AutoCloseable {
    private final OutputStream out;
    private long bytes;

    Events() throws IOException {
      out = new BufferedOutputStream(Files.newOutputStream(input.resolve("events.json")), 1 << 20);
    }

    void write(String domain, long id, String data) throws IOException {
      byte[] line =
          ("{\"event_id\":\""
                  + id
                  + "\",\"timestamp\":\"2026-09-01T10:00:00Z\",\"domain\":\""
                  + domain
                  + "\",\"event_type\":\"t\",\"data\":\""
                  + data
                  + "\"}\n")
              .getBytes(US_ASCII);
      out.write(line);
      bytes += line.length;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
