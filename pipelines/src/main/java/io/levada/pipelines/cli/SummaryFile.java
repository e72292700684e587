/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A run's summary as JSON: the names of {@link RunSummary}, before them {@code exitCode} and, if
 * the run failed, {@code error}. A reader sees the file before or the whole new one.
 */
final class SummaryFile {

  private final String location;
  private final PipelineOptions options;

  /**
   * Names the file.
   *
   * @throws UsageException if it could not be written
   */
  SummaryFile(String location, PipelineOptions options) {
    this.location = location;
    this.options = options;
    if (!isRemote()) {
      checkWritable(localPath());
    }
  }

  private boolean isRemote() {
    return location.matches("[a-zA-Z][a-zA-Z0-9+.-]+://.*") && !location.startsWith("file:");
  }

  private Path localPath() {
    try {
      return Path.of(location.replaceFirst("^file:(//)?", "")).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new UsageException("Invalid --summaryFile: " + location + " (" + e.getReason() + ")");
    }
  }

  private void checkWritable(Path file) {
    Path folder = file.getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw new UsageException("Invalid --summaryFile: " + location + " (is a folder)");
    }
    if (!Files.isDirectory(folder)) {
      throw new UsageException(
          "Invalid --summaryFile: " + location + " (its folder does not exist: create it first)");
    }
    if (!Files.isWritable(folder)) {
      throw new UsageException(
          "Invalid --summaryFile: " + location + " (its folder cannot be written to)");
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
    write(
        (mapper.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n").getBytes(UTF_8));
  }

  private void write(byte[] content) throws IOException {
    if (isRemote()) {
      writeRemote(content);
      return;
    }

    Path file = localPath();
    Path part = Files.createTempFile(file.getParent(), "." + file.getFileName(), ".part");
    try {
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** An object store shows an object when it is complete. */
  private void writeRemote(byte[] content) throws IOException {
    FileSystems.setDefaultPipelineOptions(options);
    var file = FileSystems.matchNewResource(location, false);
    try (OutputStream out =
        Channels.newOutputStream(FileSystems.create(file, "application/json"))) {
      out.write(content);
    }
  }
}
