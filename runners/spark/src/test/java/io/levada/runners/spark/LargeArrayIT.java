/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.runners.spark.LevadaProcess.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An array is read element by element, whatever its size. */
class LargeArrayIT {

  private static final long ARRAY_BYTES = Long.getLong("levada.largeArrayBytes", 2L << 30);

  private static final byte[] PADDING = "} ],{ [".repeat(1_000).getBytes(US_ASCII);
  private static final byte[] END_OF_EVENT = "\"\n    }".getBytes(US_ASCII);

  @TempDir private Path folder;

  /** The system property levada.largeArrayBytes makes the array smaller or larger than 2 GiB. */
  @Test
  void needsNoMemory() throws Exception {
    Path input = folder.resolve("events.json");
    Path table = folder.resolve("stage/events");
    long count = writeArray(input);

    Result result =
        RunnerUnderTest.SPARK.run(
            sparkWithHeap(), "parse-events", "--input=" + input, "--output=" + table);

    assertThat(result.err(), result.exitCode(), equalTo(0));
    assertThat(
        new LakeQuery(table)
            .value(
                "SELECT count(*) || ' ' || count(DISTINCT event_id) || ' ' ||"
                    + " sum(event_id::INT) FROM %s WHERE data = 'd' || event_id"),
        equalTo(count + " " + count + " " + count * (count - 1) / 2));
  }

  /** As {@link ConstrainedMemoryIT} has it. */
  private LevadaProcess sparkWithHeap() {
    return LevadaProcess.onSpark()
        .withJavaOptions(
            "-Xmx256m",
            "-Dspark.testing.memory=" + (512L << 20),
            "-Dspark.memory.fraction=0.2",
            "-Dspark.local.dir=" + folder,
            "-Djava.io.tmpdir=" + folder);
  }

  /** Writes it as {@code json.dumps(events, indent=4)} does, packed; gives the number of events. */
  private static long writeArray(Path file) throws IOException {
    long count = 0;
    try (OutputStream out = new FastGzip(Files.newOutputStream(file))) {
      for (long bytes = 0; bytes < ARRAY_BYTES; count++) {
        byte[] event = (count == 0 ? "[\n    " : ",\n    ").concat(event(count)).getBytes(US_ASCII);
        out.write(event);
        out.write(PADDING);
        out.write(END_OF_EVENT);
        bytes += event.length + PADDING.length + END_OF_EVENT.length;
      }
      out.write("\n]\n".getBytes(US_ASCII));
    }
    return count;
  }

  private static String event(long id) {
    return """
        {
                "event_id": "%1$d",
                "timestamp": "2026-09-01T10:00:00Z",
                "domain": "d",
                "event_type": "t",
                "data": "d%1$d",
                "padding": \""""
        .formatted(id);
  }

  /** Gzip that takes less time than space. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
