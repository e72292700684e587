/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A run's summary as JSON: the names of {@link RunSummary}, before them {@code exitCode} and, if
 * the run failed, {@code error}. A reader sees the file before or the whole new one.
 */
final class SummaryFile {

  private static final String LOCAL = "file";

  private final String text;
  private final Location file;
  private final Storage storage;

  /**
   * Names the file.
   *
   * @throws UsageException if it could not be written
   */
  SummaryFile(String text, AwsSettings aws) {
    this.text = text;
    try {
      this.file = Location.of(text);
      this.storage = Storages.withoutStaging().withAws(aws).of(file);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --summaryFile: " + text + " (" + e.getMessage() + ")");
    }
    if (file.scheme().equals(LOCAL)) {
      checkWritable(Path.of(file.uri()));
    }
  }

  private void checkWritable(Path file) {
    Path folder = file.getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new UsageException("Invalid --summaryFile: " + text + " (is a folder)");
    }
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "Invalid --summaryFile: " + text + " (its folder does not exist: create it first)");
    }
    if (!Files.isWritable(folder)) {
      throw new UsageException(
          "Invalid --summaryFile: " + text + " (its folder cannot be written to)");
    }
  }

  void writeDone(RunSummary summary) throws IOException {
    write(ExitCode.DONE, null, summary.pipeline(), summary);
  }

  void writeFailed(Failure failure, String pipeline, @Nullable RunSummary summary)
      throws IOException {
    write(failure.exitCode(), failure.line(), pipeline, summary);
  }

  private void write(
      ExitCode exitCode, @Nullable String error, String pipeline, @Nullable RunSummary summary)
      throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode node = mapper.createObjectNode();
    node.put("exitCode", exitCode.code());
    if (error != null) {
      node.put("error", error);
    }
    node.put("pipeline", pipeline);
    if (summary != null) {
      node.setAll((ObjectNode) mapper.valueToTree(summary));
    }
    String json = mapper.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    storage.write(file, json.getBytes(UTF_8));
  }
}
