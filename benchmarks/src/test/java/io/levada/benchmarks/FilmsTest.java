/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilmsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"inferred", "quoted", "typed"})
  void nativeSparkGivesTheExpectedSums(String name) throws IOException, InterruptedException {
    FilmSums sums = FilmGenerator.generate(5_000, 3, folder);
    Job job =
        switch (name) {
          case "inferred" -> CsvJob.inferred(folder);
          case "quoted" -> CsvJob.quoted(folder);
          default -> CsvJob.typed(folder);
        };
    Contender spark = new Contenders(job, Path.of("."), 2).nativeSpark(2);

    new MeasuredProcess()
        .run(
            spark.command(List.of("-Xmx1g"), job.input(), folder.resolve("table")),
            folder.resolve("log"));

    assertDoesNotThrow(() -> sums.check(folder.resolve("table")));
  }

  @Test
  void otherSumsAreAWrongResult() throws IOException, InterruptedException {
    FilmGenerator.generate(100, 3, folder);
    FilmSums others = FilmGenerator.generate(101, 3, folder.resolve("others"));
    Job job = CsvJob.typed(folder);
    Contender spark = new Contenders(job, Path.of("."), 2).nativeSpark(2);
    new MeasuredProcess()
        .run(
            spark.command(List.of("-Xmx1g"), job.input(), folder.resolve("table")),
            folder.resolve("log"));

    WrongResultException e =
        assertThrows(WrongResultException.class, () -> others.check(folder.resolve("table")));

    assertThat(e.getMessage(), startsWith("Wrong output " + folder.resolve("table")));
    assertThat(e.getMessage(), containsString("rows=100"));
  }

  @Test
  void writesTheSameForTheSameSeed() throws IOException {
    FilmGenerator.generate(1_000, 3, folder.resolve("a"));
    FilmGenerator.generate(1_000, 3, folder.resolve("b"));

    assertThat(
        "the same bytes",
        Files.mismatch(
                FilmGenerator.input(folder.resolve("a")).resolve("films-000.csv"),
                FilmGenerator.input(folder.resolve("b")).resolve("films-000.csv"))
            == -1);
  }
}
