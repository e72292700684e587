/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The events job as one DuckDB statement on one machine: no cluster, no Beam, the lower bound of
 * what the work costs.
 */
@Command(name = "duckdb-events", mixinStandardHelpOptions = true)
public final class DuckDbEvents implements Callable<Integer> {

  private static final String COPY =
      """
      COPY (
        SELECT DISTINCT ON (event_id, "timestamp")
          event_id, "timestamp", domain, event_type, data,
          concat_ws('-', domain, event_type) AS domain_event_type,
          year("timestamp") AS year, month("timestamp") AS month, day("timestamp") AS day
        FROM (
          SELECT event_id, try_cast("timestamp" AS TIMESTAMPTZ) AS "timestamp",
            domain, event_type, data
          FROM read_json('%s', format = 'newline_delimited', ignore_errors = true, columns = {
            event_id: 'VARCHAR', "timestamp": 'VARCHAR', domain: 'VARCHAR', event_type: 'VARCHAR',
            data: 'VARCHAR'}))
        WHERE event_id IS NOT NULL AND "timestamp" IS NOT NULL)
      TO '%s' (FORMAT parquet, COMPRESSION snappy,
        PARTITION_BY (domain_event_type, year, month, day))
      """;

  @Option(names = "--input", required = true, description = "a folder of .json files")
  private Path input;

  @Option(names = "--output", required = true)
  private Path output;

  @Option(names = "--threads", defaultValue = "2", description = "default: ${DEFAULT-VALUE}")
  private int threads;

  private DuckDbEvents() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DuckDbEvents()).execute(arguments));
  }

  @Override
  public Integer call() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + threads);
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET preserve_insertion_order = false");
      statement.execute(COPY.formatted(quoted(input.resolve("*.json")), quoted(output)));
      return 0;
    }
  }

  private static String quoted(Path path) {
    return path.toString().replace("'", "''");
  }
}
