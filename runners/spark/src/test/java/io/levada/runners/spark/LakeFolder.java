/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A table and the record of its runs, as files on disk. */
final class LakeFolder {

  private final Path table;
  private final Path home;

  LakeFolder(Path table) {
    this.table = table;
    this.home = table.resolveSibling("_levada").resolve(table.getFileName());
  }

  /** What any reader would take for rows. */
  List<Path> visibleFiles() {
    return filesBelow(table).stream().filter(LakeFolder::isVisible).toList();
  }

  /** What no run may leave behind. */
  List<Path> stagedFiles() {
    return filesBelow(home.resolve("staging"));
  }

  /** The state of that number of the only run. */
  JsonNode state(int sequence) throws IOException {
    try (Stream<Path> runs = Files.list(home.resolve("runs")).filter(Files::isDirectory)) {
      Path run = runs.toList().get(0);
      return new ObjectMapper().readTree(run.resolve("state-" + sequence + ".json").toFile());
    }
  }

  private static boolean isVisible(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith("_") && !name.startsWith(".");
  }

  private static List<Path> filesBelow(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException | UncheckedIOException e) {
      // The run at work removes folders while they are walked.
      return List.of();
    }
  }
}
