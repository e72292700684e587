/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.instanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnyInputTest {

  private static final Path SILVER = Path.of("../test-data/salaries/silver");

  @TempDir private Path folder;

  /** The source of an input, of which only this file is looked at. */
  private Source source(String name, byte[] content, String... more) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.write(folder.resolve("in").resolve(name), content);
    return source(folder.resolve("in").toString(), more);
  }

  private Source source(String input, String... more) {
    String[] words = new String[more.length + 1];
    words[0] = "--input=" + input;
    System.arraycopy(more, 0, words, 1, more.length);
    AnyInputOptions options = PipelineOptionsFactory.fromArgs(words).as(AnyInputOptions.class);
    LakeOptions lake =
        PipelineOptionsFactory.fromArgs("--output=" + folder.resolve("out")).as(LakeOptions.class);
    return new AnyInput(options).source(LakeTarget.of(lake, WriteMode.APPEND));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(utf8(text));
    }
    return bytes.toByteArray();
  }

  private static byte[] cut(byte[] bytes) {
    return Arrays.copyOf(bytes, 12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\": 1}", " \r\n\t[{\"id\": 1}]", "\uFEFF{\"id\": 1}"})
  void takesObjectsAndArraysForJson(String content) throws IOException {
    assertThat(source("people.csv", utf8(content)), instanceOf(RecordSource.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"id,nome\n1,Ana\n", "\"{\";2\n", "\uFEFFid\n"})
  void takesAllElseForCsv(String content) throws IOException {
    assertThat(source("people.json", utf8(content)), instanceOf(CsvSource.class));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\n"})
  void looksPastFilesWithoutContent(String content) throws IOException {
    source("a-first", utf8(content));

    assertThat(source("b-second", utf8("{\"id\": 1}")), instanceOf(RecordSource.class));
  }

  @Test
  void looksIntoCompressedFiles() throws IOException {
    assertThat(source("people", gzip("{\"id\": 1}")), instanceOf(RecordSource.class));
    assertThat(source("people", gzip("id\n1\n")), instanceOf(CsvSource.class));
  }

  @Test
  void takesFoldersAndFilesOfParquetForATable() throws IOException {
    assertThat(source(SILVER.toString()), instanceOf(TableSource.class));
    assertThat(
        source(SILVER.resolve("ano=2024/mes=01/part-0.parquet").toString()),
        instanceOf(TableSource.class));
  }

  @Test
  void takesWhatItIsToldTo() throws IOException {
    assertThat(source("a", utf8("id\n"), "--format=JSON"), instanceOf(RecordSource.class));
    assertThat(source("a", utf8("{}"), "--format=CSV"), instanceOf(CsvSource.class));
  }

  @Test
  void looksAtTheFirstFileThatCanBeRead() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.write(folder.resolve("in/a.gz"), cut(gzip("{\"id\": 1}")));

    assertThat(source("b", utf8("id\n1\n")), instanceOf(CsvSource.class));
  }

  @Test
  void failsIfNoneCanBeRead() {
    RunFailedException failure =
        assertThrows(RunFailedException.class, () -> source("a.gz", cut(gzip("{}"))));

    assertThat(failure.getMessage(), containsString("a.gz"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--where=x = '1' | Invalid --where: x = '1' (the input is csv; --format says so if it is"
            + " something else)",
        "--format=PARQUET --typed=a | Invalid --typed: [a] (the input is parquet; --format says so if"
            + " it is something else)",
        "--landing=x | Invalid --input: --landing names the input already (give one)",
        "--inputCatalog=local | Invalid --inputCatalog: local"
      })
  void refusesWhatTheFormatHasNot(String example) {
    String options = example.substring(0, example.indexOf(" | "));
    String message = example.substring(example.indexOf(" | ") + 3);

    UsageException refused =
        assertThrows(
            UsageException.class, () -> source("a.csv", utf8("id\n1\n"), options.split(" (?=--)")));

    assertThat(refused.getMessage(), containsString(message));
  }

  @Test
  void refusesATableAsRecords() {
    UsageException refused =
        assertThrows(
            UsageException.class,
            () ->
                source("catalog:silver.people", "--inputCatalog=local:" + folder, "--format=CSV"));

    assertThat(refused.getMessage(), containsString("Invalid --format: csv"));
  }
}
