/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.levada.io.storage.Location;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A table's state as the JSON of its file, with a line for each partition. Lists of columns, which
 * most partitions have in common, are in it once.
 */
final class LocalTableFile {

  private static final ObjectMapper JSON =
      new ObjectMapper().setSerializationInclusion(JsonInclude.Include.NON_NULL);

  private static final ObjectReader READER = JSON.readerFor(Content.class);
  private static final ObjectWriter LINE = JSON.writer();

  private LocalTableFile() {}

  private record Content(
      String id,
      List<String> before,
      @Nullable String database,
      @Nullable String table,
      @Nullable String location,
      @Nullable StorageLine format,
      @Nullable Map<String, String> parameters,
      @Nullable List<CatalogColumn> columns,
      @Nullable List<CatalogColumn> partitionKeys,
      List<List<CatalogColumn>> partitionColumns,
      List<PartitionLine> partitions) {}

  private record StorageLine(
      String inputFormat, String outputFormat, String serde, Map<String, String> parameters) {}

  /**
   * A partition.
   *
   * @param columns which of the lists of columns
   */
  private record PartitionLine(
      List<String> values, String location, int columns, Map<String, String> parameters) {}

  static byte[] write(LocalTableState state) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withArrayIndenter(new DefaultIndenter("  ", "\n")));
      json.writeStartObject();
      json.writeStringField("id", state.id());
      writeLine(json, "before", state.before());
      if (state.table() != null) {
        write(json, state.table());
      }
      write(json, state.partitions());
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new IllegalStateException("Writing to memory fails", e);
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, CatalogTable table) throws IOException {
    json.writeStringField("database", table.name().database());
    json.writeStringField("table", table.name().table());
    json.writeStringField("location", table.location().uri());
    StorageFormat format = table.format();
    writeLine(
        json,
        "format",
        new StorageLine(
            format.inputFormat(),
            format.outputFormat(),
            format.serde(),
            new TreeMap<>(format.parameters())));
    writeLine(json, "parameters", new TreeMap<>(table.parameters()));
    writeLines(json, "columns", table.columns());
    writeLines(json, "partitionKeys", table.partitionKeys());
  }

  private static void write(JsonGenerator json, Map<List<String>, CatalogPartition> partitions)
      throws IOException {
    Map<List<CatalogColumn>, Integer> columns = new LinkedHashMap<>();
    for (CatalogPartition partition : partitions.values()) {
      columns.putIfAbsent(partition.columns(), columns.size());
    }
    writeLines(json, "partitionColumns", columns.keySet());
    json.writeArrayFieldStart("partitions");
    for (CatalogPartition partition : partitions.values()) {
      json.writeRawValue(
          LINE.writeValueAsString(
              new PartitionLine(
                  partition.values(),
                  partition.location().uri(),
                  columns.get(partition.columns()),
                  new TreeMap<>(partition.parameters()))));
    }
    json.writeEndArray();
  }

  private static void writeLines(JsonGenerator json, String name, Iterable<?> values)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (Object value : values) {
      json.writeRawValue(LINE.writeValueAsString(value));
    }
    json.writeEndArray();
  }

  private static void writeLine(JsonGenerator json, String name, Object value) throws IOException {
    json.writeFieldName(name);
    json.writeRawValue(LINE.writeValueAsString(value));
  }

  /**
   * @throws IOException if it is no such file
   */
  static LocalTableState read(byte[] file) throws IOException {
    try {
      Content content = READER.readValue(file);
      return new LocalTableState(
          content.id(), content.before(), table(content), partitions(content));
    } catch (NullPointerException | IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("something is missing in it: " + e.getMessage(), e);
    }
  }

  private static @Nullable CatalogTable table(Content content) {
    if (content.table() == null) {
      return null;
    }

    StorageLine format = content.format();
    return new CatalogTable(
        new TableName(content.database(), content.table()),
        new Location(content.location()),
        new StorageFormat(
            format.inputFormat(), format.outputFormat(), format.serde(), format.parameters()),
        content.columns(),
        content.partitionKeys(),
        content.parameters());
  }

  private static Map<List<String>, CatalogPartition> partitions(Content content) {
    List<List<CatalogColumn>> columns = new ArrayList<>();
    for (List<CatalogColumn> list : content.partitionColumns()) {
      columns.add(List.copyOf(list));
    }
    Map<List<String>, CatalogPartition> partitions = new LinkedHashMap<>();
    for (PartitionLine line : content.partitions()) {
      CatalogPartition partition =
          new CatalogPartition(
              line.values(),
              new Location(line.location()),
              columns.get(line.columns()),
              line.parameters());
      partitions.put(partition.values(), partition);
    }
    return partitions;
  }
}
