/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import io.levada.io.catalog.PlainGlue;
import io.levada.io.storage.PlainS3;
import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * Reads a table as Athena does: it asks Glue for the partitions, then lists the folder of each,
 * then reads the files there, and knows nothing of Levada.
 */
final class Athena {

  private final PlainS3 s3;
  private final PlainGlue glue;
  private final Path folder;
  private final Map<String, List<String>> parsed = new HashMap<>();

  Athena(PlainS3 s3, PlainGlue glue, Path folder) {
    this.s3 = s3;
    this.glue = glue;
    this.folder = folder;
  }

  /** The folder of each partition, by its values; that of a table without keys has none. */
  SortedMap<String, String> locations(String table) {
    SortedMap<String, String> locations = new TreeMap<>();
    Table found = glue.table(table);
    if (found.partitionKeys().isEmpty()) {
      locations.put("", folder(found.storageDescriptor()));
    }
    for (Partition partition : glue.partitions(table)) {
      locations.put(String.join("/", partition.values()), folder(partition.storageDescriptor()));
    }
    return locations;
  }

  private static String folder(StorageDescriptor storage) {
    return storage.location().replaceFirst("/$", "");
  }

  /** The files of each partition: what a query plans to read. */
  SortedMap<String, List<String>> plan(String table) {
    SortedMap<String, List<String>> files = new TreeMap<>();
    locations(table).forEach((values, location) -> files.put(values, files(location)));
    return files;
  }

  private List<String> files(String location) {
    return s3.list(location).keySet().stream()
        .filter(path -> Stream.of(path.split("/")).noneMatch(Athena::isHidden))
        .map(path -> location + "/" + path)
        .toList();
  }

  private static boolean isHidden(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }

  /** The rows of each partition; one without rows is there, and empty. */
  SortedMap<String, List<String>> rows(String table, String columns) {
    return read(plan(table), columns);
  }

  /**
   * The rows of what was planned before, their columns joined by blanks, in order.
   *
   * @throws software.amazon.awssdk.services.s3.model.NoSuchKeyException if a file is gone
   */
  SortedMap<String, List<String>> read(Map<String, List<String>> plan, String columns) {
    Map<String, byte[]> contents = new HashMap<>();
    plan.values().forEach(files -> files.forEach(file -> contents.put(file, s3.read(file))));
    parse(contents, columns);
    SortedMap<String, List<String>> rows = new TreeMap<>();
    plan.forEach(
        (values, files) ->
            rows.put(
                values,
                files.stream()
                    .flatMap(file -> parsed.get(columns + " of " + file).stream())
                    .sorted()
                    .toList()));
    return rows;
  }

  /** What was read of a file before is known: no name is used twice. */
  private void parse(Map<String, byte[]> contents, String columns) {
    List<String> fresh =
        contents.keySet().stream()
            .filter(file -> !parsed.containsKey(columns + " of " + file))
            .toList();
    if (fresh.isEmpty()) {
      return;
    }
    try {
      Path copy = Files.createTempDirectory(folder, "athena");
      for (int i = 0; i < fresh.size(); i++) {
        parsed.put(columns + " of " + fresh.get(i), new ArrayList<>());
        Files.write(copy.resolve(i + ".parquet"), contents.get(fresh.get(i)));
      }
      for (String row : query(copy, columns)) {
        String[] parts = row.split(" ", 2);
        parsed.get(columns + " of " + fresh.get(Integer.parseInt(parts[0]))).add(parts[1]);
      }
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> query(Path copy, String columns) throws SQLException {
    return LevadaCommands.query(
        ("SELECT regexp_extract(filename, '([0-9]+)\\.parquet$', 1), %s FROM"
                + " read_parquet('%s/*.parquet', filename = true, union_by_name = true) ORDER BY"
                + " ALL")
            .formatted(columns, copy));
  }

  /** The folders that Glue leads to. */
  Set<String> folders(String table) {
    return new HashSet<>(locations(table).values());
  }

  /** The run that each partition says has placed it. */
  SortedMap<String, String> runs(String table) {
    SortedMap<String, String> runs = new TreeMap<>();
    for (Partition partition : glue.partitions(table)) {
      runs.put(
          String.join("/", partition.values()),
          partition.parameters().getOrDefault("levada.run", "none"));
    }
    return runs;
  }
}
