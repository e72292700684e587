/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** CSV of films to Parquet, with its types inferred from the whole input, or given. */
final class CsvJob implements Job {

  private final Path data;
  private final boolean typed;
  private final boolean multiLine;
  private final FilmSums expected;

  private CsvJob(Path data, boolean typed, boolean multiLine) throws IOException {
    this.data = data;
    this.typed = typed;
    this.multiLine = multiLine;
    this.expected = FilmSums.read(FilmGenerator.sums(data));
  }

  /**
   * The rival takes each line for a row.
   *
   * @param data what {@link FilmGenerator} made
   */
  static CsvJob inferred(Path data) throws IOException {
    return new CsvJob(data, false, false);
  }

  /** As {@link #inferred}, with the types given. */
  static CsvJob typed(Path data) throws IOException {
    return new CsvJob(data, true, false);
  }

  /** As {@link #inferred}, but to the rival a line end in quotes is text as well. */
  static CsvJob quoted(Path data) throws IOException {
    return new CsvJob(data, false, true);
  }

  @Override
  public Path input() {
    return FilmGenerator.input(data);
  }

  @Override
  public List<String> conditions() {
    return List.of(
        String.format(
            Locale.ROOT,
            "Input: %,d rows of CSV, %,d bytes; types %s on both sides.",
            expected.rows(),
            expected.bytes(),
            typed ? "given" : "inferred from all rows"),
        multiLine
            ? "To both sides a line end in quotes is text."
            : "To native Spark each line is a row, to Levada a line end in quotes is text.",
        "Every run's columns were added up, and were right.");
  }

  @Override
  public List<String> levada() {
    List<String> words = List.of("run", "csv-to-trusted", "--input={input}", "--output={output}");
    return typed ? with(words, "--schema=" + FilmGenerator.schema(data)) : words;
  }

  @Override
  public List<String> nativeSpark() {
    List<String> words = List.of("io.levada.benchmarks.spark.NativeSparkCsv");
    List<String> maybeTyped = typed ? with(words, "--typed") : words;
    return multiLine ? with(maybeTyped, "--multiLine") : maybeTyped;
  }

  private static List<String> with(List<String> words, String more) {
    return Stream.concat(words.stream(), Stream.of(more)).toList();
  }

  @Override
  public String duckDb() {
    throw new UnsupportedOperationException("DuckDB has no job of CSV (take --rival=spark)");
  }

  @Override
  public void check(Path output) {
    expected.check(output);
  }
}
