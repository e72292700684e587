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

/** The salaries job as one DuckDB statement on one machine. */
@Command(name = "duckdb-salaries", mixinStandardHelpOptions = true)
public final class DuckDbSalaries implements Callable<Integer> {

  private static final String COPY =
      """
      COPY (
        SELECT idade, ativo, ano, mes, avg(salario) AS salario_medio
        FROM read_parquet('%s/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)
        GROUP BY ALL)
      TO '%s' (FORMAT parquet, COMPRESSION snappy, PARTITION_BY (ano, mes))
      """;

  @Option(names = "--input", required = true, description = "a folder of hive partitions")
  private Path input;

  @Option(names = "--output", required = true)
  private Path output;

  @Option(names = "--threads", defaultValue = "2", description = "default: ${DEFAULT-VALUE}")
  private int threads;

  private DuckDbSalaries() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DuckDbSalaries()).execute(arguments));
  }

  @Override
  public Integer call() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + threads);
      statement.execute("SET preserve_insertion_order = false");
      statement.execute(COPY.formatted(quoted(input), quoted(output)));
      return 0;
    }
  }

  private static String quoted(Path path) {
    return path.toString().replace("'", "''");
  }
}
