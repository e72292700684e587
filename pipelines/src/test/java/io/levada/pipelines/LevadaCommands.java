/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.pipelines.cli.Levada;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The command line at work in a folder, and a look at what it has done there. */
public final class LevadaCommands {

  private final Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  public LevadaCommands(Path folder) {
    this.folder = folder;
  }

  /** Runs {@code levada run} with the arguments; {@link #summary} is its summary then. */
  public int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(arguments));
    all.add("--summaryFile=" + folder.resolve("summary.json"));
    return command(all.toArray(String[]::new));
  }

  /** Runs {@code levada} with the words; {@link #out} is what it has printed then. */
  public int command(String... words) {
    out.reset();
    err.reset();
    return new Levada(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), false)
        .run(words);
  }

  public String out() {
    return out.toString(UTF_8);
  }

  public String err() {
    return err.toString(UTF_8);
  }

  public JsonNode summary() throws IOException {
    return json(folder.resolve("summary.json"));
  }

  /** The rejects of the last run, in the order of their files. */
  public List<JsonNode> rejects() throws IOException {
    if (summary().get("rejects").isNull()) {
      return List.of();
    }
    List<JsonNode> rejects = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(summary().get("rejects").asText()))) {
      for (Path file : files.sorted().toList()) {
        byte[] lines = new GZIPInputStream(Files.newInputStream(file)).readAllBytes();
        for (String line : new String(lines, UTF_8).lines().toList()) {
          rejects.add(new ObjectMapper().readTree(line));
        }
      }
    }
    return rejects;
  }

  public static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  /** A file in the folder, made with the folders above it. */
  public Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** The Parquet files below a folder. */
  public static List<Path> parquetBelow(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().toList();
    }
  }

  /**
   * The rows of a table as DuckDB sees them, in order, their columns joined by blanks.
   *
   * @param columns what to select, such as {@code "event_id, year(timestamp)"}
   */
  public static List<String> rows(Path table, String columns) throws SQLException {
    return query(
        ("SELECT %s FROM read_parquet('%s/**/*.parquet', hive_partitioning = true,"
                + " hive_types_autocast = false) ORDER BY ALL")
            .formatted(columns, table));
  }

  /** The rows of a query, their columns joined by blanks. */
  public static List<String> query(String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      List<String> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery(query)) {
        while (result.next()) {
          StringJoiner row = new StringJoiner(" ");
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(result.getString(i));
          }
          rows.add(row.toString());
        }
      }
      return rows;
    }
  }
}
