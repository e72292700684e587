/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows as one JSON array, an object on each line. Numbers that JSON has not, such as {@code NaN},
 * are strings. Of columns of one name, all but the first get a number behind it.
 */
final class JsonRowsOut implements RowsOut {

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private static final Set<String> NO_NUMBERS = Set.of("NaN", "Infinity", "-Infinity");

  private final PrintStream out;
  private final List<Column> columns = new ArrayList<>();
  private String before = "[\n";

  JsonRowsOut(PrintStream out) {
    this.out = out;
  }

  @Override
  public void begin(List<Column> found) {
    Set<String> taken = new HashSet<>();
    for (Column column : found) {
      String name = column.name();
      for (int i = 2; !taken.add(name); i++) {
        name = column.name() + "_" + i;
      }
      columns.add(new Column(name, column.kind()));
    }
  }

  @Override
  public void add(List<@Nullable String> row) throws IOException {
    out.print(before);
    before = ",\n";
    try (JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter(""));
      json.writeStartObject();
      for (int i = 0; i < row.size(); i++) {
        json.writeFieldName(columns.get(i).name());
        write(json, columns.get(i).kind(), row.get(i));
      }
      json.writeEndObject();
    }
  }

  private static void write(JsonGenerator json, Kind kind, @Nullable String text)
      throws IOException {
    if (text == null) {
      json.writeNull();
      return;
    }
    switch (kind) {
      case TEXT -> json.writeString(text);
      case BOOLEAN -> json.writeBoolean(Boolean.parseBoolean(text));
      case NUMBER -> writeNumber(json, text);
      case NESTED -> writeNested(json, text);
    }
  }

  private static void writeNumber(JsonGenerator json, String text) throws IOException {
    if (NO_NUMBERS.contains(text)) {
      json.writeString(text);
    } else {
      json.writeNumber(text);
    }
  }

  /** DuckDB's JSON has numbers that JSON has not. */
  private static void writeNested(JsonGenerator json, String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken().isNumeric()) {
          writeNumber(json, parser.getText());
        } else {
          json.copyCurrentEvent(parser);
        }
      }
    }
  }

  @Override
  public void end() {
    out.print(before.equals("[\n") ? "[]\n" : "\n]\n");
  }
}
