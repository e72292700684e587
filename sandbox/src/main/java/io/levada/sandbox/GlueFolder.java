/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files in which the sandbox's Glue keeps what it has: {@code database-<hash>.json} and {@code
 * table-<hash>.json}, by a hash of the name, which can be longer than that of a file.
 */
final class GlueFolder {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  GlueFolder(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to create " + folder, e);
    }
  }

  List<ObjectNode> databases() {
    return read("database-");
  }

  List<GlueTable> tables() {
    List<GlueTable> tables = new ArrayList<>();
    for (ObjectNode file : read("table-")) {
      GlueTable table = new GlueTable((ObjectNode) file.get("Table"));
      for (JsonNode version : file.get("Archive")) {
        table.archive().put(version.get("VersionId").asLong(), (ObjectNode) version);
      }
      for (JsonNode partition : file.get("Partitions")) {
        List<String> values = GlueRequest.texts(partition, "Values");
        table.partitions().put(GlueTable.key(values), (ObjectNode) partition);
      }
      tables.add(table);
    }
    return tables;
  }

  private List<ObjectNode> read(String prefix) {
    List<ObjectNode> contents = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.startsWith(prefix) && name.endsWith(".json")) {
          contents.add((ObjectNode) JSON.readTree(Files.readAllBytes(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to read the sandbox's Glue in " + folder, e);
    }
    return contents;
  }

  void write(ObjectNode database) {
    write(databaseFile(database.get("Name").textValue()), database);
  }

  void write(GlueTable table) {
    ObjectNode content = JSON.createObjectNode();
    content.set("Table", table.shown());
    content.putArray("Archive").addAll(table.archive().values());
    content.putArray("Partitions").addAll(table.partitions().values());
    write(tableFile(table), content);
  }

  void deleteDatabase(String name) {
    delete(databaseFile(name));
  }

  void delete(GlueTable table) {
    delete(tableFile(table));
  }

  private Path databaseFile(String name) {
    return folder.resolve("database-" + hash(name) + ".json");
  }

  private Path tableFile(GlueTable table) {
    return folder.resolve("table-" + hash(table.database() + "\n" + table.name()) + ".json");
  }

  private static String hash(String name) {
    return Digests.sha256Hex(name.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  private static void write(Path file, JsonNode content) {
    Path unfinished = file.resolveSibling("unfinished");
    try {
      Files.write(unfinished, JSON.writeValueAsBytes(content));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to write " + file, e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to delete " + file, e);
    }
  }
}
