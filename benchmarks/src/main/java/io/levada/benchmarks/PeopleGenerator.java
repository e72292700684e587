/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes seeded people as Parquet, a key each, in files of 250,000; and a few of them besides, for
 * a warm-up. One city in twenty is missing. They are in no order of their keys, as a server may
 * take items that come in it for less work, and Levada puts all in another order.
 *
 * <p>Each row is a function of the seed and its number. Parquet is written by DuckDB, in one
 * thread, so that the same version gives the same bytes.
 */
@Command(
    name = "generate-people",
    mixinStandardHelpOptions = true,
    description = "Writes seeded people to OUT/people, and a few to OUT/warm-up.")
public final class PeopleGenerator implements Callable<Integer> {

  private static final int ROWS_OF_A_FILE = 250_000;
  private static final int WARM_UP_ROWS = 10_000;

  @Option(names = "--records", required = true)
  private long records;

  @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "where to")
  private Path out;

  @Option(names = "--seed", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
  private long seed;

  private PeopleGenerator() {}

  /** Runs the command line; {@code --help} describes it. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new PeopleGenerator()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    generate(records, seed, out);
    System.out.printf(Locale.ROOT, "%,d records%n", records);
    return 0;
  }

  /** The table inside the folder that was given. */
  public static Path people(Path folder) {
    return folder.resolve("people");
  }

  /** The table for a warm-up inside the folder that was given. */
  public static Path warmUp(Path folder) {
    return folder.resolve("warm-up");
  }

  /** Writes {@code warm-up/}, and then {@code people/}, into the folder. */
  public static void generate(long records, long seed, Path folder)
      throws IOException, SQLException {
    write(WARM_UP_ROWS, seed, warmUp(folder));
    Path unfinished = folder.resolve("unfinished");
    write(records, seed, unfinished);
    Files.move(unfinished, people(folder));
  }

  private static void write(long rows, long seed, Path folder) throws IOException, SQLException {
    Files.createDirectories(folder);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 1");
      for (int file = 0; (long) file * ROWS_OF_A_FILE < rows; file++) {
        long from = (long) file * ROWS_OF_A_FILE;
        Path path = folder.resolve(String.format(Locale.ROOT, "people-%03d.parquet", file));
        statement.execute(copy(seed, from, Math.min(rows, from + ROWS_OF_A_FILE), path));
      }
    }
  }

  /** A line each for mixing, spreading and naming: no hash of DuckDB's, which may change. */
  private static String copy(long seed, long from, long to, Path path) {
    return """
      COPY (
        WITH mixed AS (
          SELECT i, ((i + 1 + %d * 1000003)::HUGEINT * 6364136223846793005) %% 18446744073709551616 AS a
          FROM range(%d, %d) numbers(i)),
        spread AS (
          SELECT i, ((xor(a::UBIGINT, a::UBIGINT >> 31)::HUGEINT * 2862933555777941757)
            %% 18446744073709551616)::UBIGINT AS b
          FROM mixed)
        SELECT printf('p-%%010d', i * 387420489 %% 1000000007) AS id, 'Pessoa ' || (b >> 20) AS nome,
          CASE WHEN (b >> 33) %% 20 = 3 THEN NULL
            ELSE ['São Paulo', 'Lisboa', 'Funchal', 'Recife', '東京'][1 + ((b >> 41) %% 5)::INTEGER] END AS cidade,
          (18 + (b >> 24) %% 53)::INTEGER AS idade, (b >> 50) %% 100 < 80 AS ativo,
          ((100000 + (b >> 13) %% 2900000) / 100)::DECIMAL(10, 2) AS salario,
          DATE '1950-01-01' + ((b >> 17) %% 20000)::INTEGER AS nascimento,
          ((b >> 7) %% 1000000007)::BIGINT AS pontos
        FROM spread)
      TO '%s' (FORMAT parquet, COMPRESSION snappy)
      """
        .formatted(seed, from, to, path.toString().replace("'", "''"));
  }
}
