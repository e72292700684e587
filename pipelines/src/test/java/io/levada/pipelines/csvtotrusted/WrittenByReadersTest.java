/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.csvtotrusted;

import static io.levada.pipelines.LevadaCommands.parquetBelow;
import static io.levada.pipelines.LevadaCommands.rows;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tables are written by those who read their input, and how many files they get. */
class WrittenByReadersTest {

  private static final int MIB = 1024 * 1024;

  @TempDir private Path folder;
  private LevadaCommands levada;

  @BeforeEach
  void begin() throws IOException {
    levada = new LevadaCommands(folder);
    Files.createDirectory(folder.resolve("in"));
  }

  @Test
  void giveEachFile32MebibytesOfInputHoweverManyWorkersThereAre() throws Exception {
    for (String name : List.of("a.csv", "b.csv", "c.csv", "d.csv")) {
      Files.writeString(folder.resolve("in").resolve(name), rowsOf(10 * MIB));
    }

    run("table", "--targetParallelism=16");

    assertThat(parquetBelow(folder.resolve("table")), hasSize(2));
  }

  @Test
  void areNotThoseOfManySmallFiles() throws Exception {
    for (int i = 0; i < 300; i++) {
      levada.write("in/" + i + ".csv", "id\n" + i + "\n");
    }

    run("table", "--targetParallelism=16");

    assertThat(parquetBelow(folder.resolve("table")), hasSize(1));
    assertThat(rows(folder.resolve("table"), "count(DISTINCT id)"), contains("300"));
  }

  /** Who writes what others have read gives files the names of what is in them. */
  @Test
  void areNotThoseOfAFileThatIsTooLargeForOne() throws Exception {
    try (OutputStream gzip =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("in/a.csv.gz")))) {
      gzip.write(rowsOf(2 * MIB).getBytes(StandardCharsets.US_ASCII));
    }

    run("one", "--targetFileSize=1MB");
    run("other", "--targetFileSize=1MB");

    assertThat(slotOf("other"), equalTo(slotOf("one")));
  }

  @Test
  void nameTheirFilesByChance() throws Exception {
    Files.writeString(folder.resolve("in/a.csv"), rowsOf(2 * MIB));

    run("one", "--targetFileSize=1MB");
    run("other", "--targetFileSize=1MB");

    assertThat(slotOf("other"), not(equalTo(slotOf("one"))));
  }

  private void run(String table, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "csv-to-trusted",
                "--input=" + folder.resolve("in"),
                "--output=" + folder.resolve(table)));
    arguments.addAll(List.of(more));
    assertThat(levada.run(arguments.toArray(String[]::new)), is(0));
  }

  private String slotOf(String table) throws IOException {
    String name = parquetBelow(folder.resolve(table)).get(0).getFileName().toString();
    return name.substring(0, "part-0123456789abcdef".length());
  }

  /** Rows so large that there are few of them, and of texts that can't be compressed away. */
  private static String rowsOf(int bytes) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("id,text\n");
    for (int id = 0; text.length() < bytes; id++) {
      text.append(id).append(',');
      for (int i = 0; i < 400; i++) {
        text.append(Long.toHexString(random.nextLong()));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
