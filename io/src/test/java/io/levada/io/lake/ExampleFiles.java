/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Parquet files of any schema, by the writer of Parquet's own examples. */
final class ExampleFiles {

  /** Fills in the values of a row. */
  interface Fill {
    void in(Group row);
  }

  private ExampleFiles() {}

  /** A file of a schema as text, without {@code message x { }} around it. */
  static void write(Path file, String columns, Fill... rows) throws IOException {
    write(file, columns, builder -> builder, List.of(rows));
  }

  static void write(
      Path file,
      String columns,
      UnaryOperator<ExampleParquetWriter.Builder> settings,
      List<Fill> rows)
      throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message m { " + columns + " }");
    write(file, schema, settings, rows);
  }

  static void write(
      Path file,
      MessageType schema,
      UnaryOperator<ExampleParquetWriter.Builder> settings,
      List<Fill> rows)
      throws IOException {
    Files.createDirectories(file.getParent());
    ExampleParquetWriter.Builder builder =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withType(schema);
    try (ParquetWriter<Group> writer = settings.apply(builder).build()) {
      for (Fill row : rows) {
        Group group = new SimpleGroup(schema);
        row.in(group);
        writer.write(group);
      }
    }
  }

  /** The values of rows, with a list for each row, be it at the top or nested. */
  static List<Object> values(Collection<Row> rows) {
    List<Object> values = new ArrayList<>();
    rows.forEach(row -> values.add(plain(row)));
    return values;
  }

  private static Object plain(Object value) {
    if (value instanceof Row row) {
      return plain(row.getValues());
    }
    if (value instanceof Collection<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(element -> plain.add(plain(element)));
      return plain;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> plain = new LinkedHashMap<>();
      map.forEach((key, element) -> plain.put(key, plain(element)));
      return plain;
    }
    return value;
  }
}
