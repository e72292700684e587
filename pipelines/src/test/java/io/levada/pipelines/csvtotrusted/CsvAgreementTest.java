/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.csvtotrusted;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.io.files.CsvShape;
import io.levada.io.files.InputFiles;
import io.levada.io.files.InputSample;
import io.levada.io.storage.Storages;
import io.levada.rows.CsvDialect;
import io.levada.rows.RecordBlock;
import io.levada.transforms.CsvFile;
import io.levada.transforms.CsvFiles;
import io.levada.transforms.EventField;
import io.levada.transforms.EventSchema;
import io.levada.transforms.ParseCsv;
import io.levada.transforms.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What cuts rows and what cuts their cells must not differ: text at random, of few characters that
 * all mean something, against a reader that does both at once.
 */
class CsvAgreementTest {

  private static final int TEXTS = 600;
  private static final int WIDTH = 3;

  /** The last row is in a block of its own if it has no line end. */
  private static final int SEVERAL_BLOCKS = 4;

  @TempDir private Path folder;

  /** Cuts text into rows and cells; of a row that is none, or not of the width, nothing is kept. */
  private static final class Reference {
    private final String text;
    private final char escape;
    private final List<List<String>> rows = new ArrayList<>();
    private int at;

    Reference(String text, char escape) {
      this.text = text;
      this.escape = escape;
    }

    List<List<String>> rows() {
      while (at < text.length()) {
        if (isLineEnd()) {
          at++;
          continue;
        }
        row();
      }
      return rows;
    }

    private void row() {
      List<String> cells = new ArrayList<>();
      boolean isRow = true;
      boolean more = true;
      while (more) {
        StringBuilder cell = new StringBuilder();
        if (at < text.length() && text.charAt(at) == '"') {
          at++;
          isRow &= quoted(cell);
        }
        int from = at;
        plain(cell);
        isRow &= from == at || from == 0 || !wasQuoted(from);
        cells.add(cell.toString());
        more = at < text.length() && text.charAt(at) == ',';
        at += more ? 1 : 0;
      }
      if (isRow && cells.size() == WIDTH) {
        rows.add(cells);
      }
    }

    /** Whether the place is behind the quotes of a cell, and not only behind its delimiter. */
    private boolean wasQuoted(int place) {
      return place == behindQuotes;
    }

    private int behindQuotes = -1;

    private boolean quoted(StringBuilder cell) {
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == escape && at < text.length()) {
          cell.append(text.charAt(at++));
        } else if (c != '"') {
          cell.append(c);
        } else if (at < text.length() && text.charAt(at) == '"') {
          cell.append(text.charAt(at++));
        } else {
          behindQuotes = at;
          return true;
        }
      }
      return false;
    }

    private void plain(StringBuilder cell) {
      while (at < text.length() && !isLineEnd() && text.charAt(at) != ',') {
        boolean escapes = text.charAt(at) == escape && at + 1 < text.length();
        at += escapes ? 1 : 0;
        cell.append(text.charAt(at++));
      }
    }

    private boolean isLineEnd() {
      return text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "92, 2"})
  void givesTheSameRowsAsAReaderThatDoesBoth(int escape, long seed) throws IOException {
    Random random = new Random(seed);
    String characters = escape == 0 ? ",,\"\"\n\ra" : ",,\"\"\n\ra\\";
    for (int i = 0; i < TEXTS; i++) {
      String text =
          IntStream.range(0, 1 + random.nextInt(40))
              .mapToObj(
                  at -> characters.substring(random.nextInt(characters.length())).substring(0, 1))
              .reduce("", String::concat);

      assertThat(
          text.replace("\n", "<LF>").replace("\r", "<CR>"),
          rows(text, (char) escape),
          equalTo(new Reference(text, (char) escape).rows()));
    }
  }

  @Test
  void keepsAReturnInFrontOfAQuote() throws IOException {
    String text = "a,b,\"\r\"\nc,d,\"\r\"\"\"\r\n";

    assertThat(
        rows(text, CsvDialect.NONE),
        equalTo(List.of(List.of("a", "b", "\r"), List.of("c", "d", "\r\""))));
  }

  private List<List<String>> rows(String text, char escape) throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), text);
    CsvDialect dialect = new CsvDialect(',', '"', escape);
    List<String> columns = List.of("a", "b", "c");
    EventSchema schema =
        EventSchema.of(
            columns.stream().map(name -> EventField.optional(name, ValueType.STRING)).toList());
    ParseCsv parse =
        ParseCsv.of(schema, new CsvFiles(dialect, false, List.of(new CsvFile(columns, "UTF-8"))))
            .withNulls(List.of());
    List<RecordBlock> blocks =
        InputSample.ofCsv(
                Storages.withoutStaging(),
                InputFiles.list(file.toString()),
                new CsvShape(dialect, false, false),
                SEVERAL_BLOCKS)
            .blocks();
    List<List<String>> rows = new ArrayList<>();
    for (Row row : parse.preview(blocks)) {
      List<String> cells = new ArrayList<>();
      row.getValues().forEach(cell -> cells.add(String.valueOf(cell)));
      rows.add(cells);
    }
    return blocks.isEmpty() ? Collections.emptyList() : rows;
  }
}
