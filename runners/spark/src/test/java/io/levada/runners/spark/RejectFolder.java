/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The rejects of a run, as files on disk. */
final class RejectFolder {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  RejectFolder(Path folder) {
    this.folder = folder;
  }

  /** Every reject of every file, in no order. */
  List<JsonNode> rejects() throws IOException {
    List<JsonNode> rejects = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        try (BufferedReader lines = open(file)) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            rejects.add(JSON.readTree(line));
          }
        }
      }
    }
    return rejects;
  }

  private static BufferedReader open(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8));
  }
}
