/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes seeded salaries: a silver table by year and month, on request the same as bronze records,
 * and the exact means. One salary in twenty is missing and one in a hundred below zero; all have
 * two decimals, as doubles, so that no sum of them is the same in every order.
 *
 * <p>Each row is a function of the seed and its number. Parquet is written by DuckDB, in one
 * thread, so that the same version gives the same bytes.
 */
@Command(
    name = "generate-salaries",
    mixinStandardHelpOptions = true,
    description = "Writes seeded salaries to OUT/silver and their exact means to OUT/means.json.")
public final class SalaryGenerator implements Callable<Integer> {

  /** A line each for mixing, spreading and naming: no hash of DuckDB's, which may change. */
  private static final String PEOPLE =
      """
      WITH mixed AS (
        SELECT i, ((i + 1 + %d * 1000003)::HUGEINT * 6364136223846793005) %% 18446744073709551616 AS a
        FROM range(%d) numbers(i)),
      spread AS (
        SELECT i, ((xor(a::UBIGINT, a::UBIGINT >> 31)::HUGEINT * 2862933555777941757)
          %% 18446744073709551616)::UBIGINT AS b
        FROM mixed),
      parts AS (
        SELECT i, ((b >> 40) %% 5)::INTEGER AS ano, ((b >> 36) %% 12)::INTEGER AS mes,
          ((b >> 24) %% 53)::INTEGER AS idade, ((b >> 50) %% 100)::INTEGER AS chance,
          ((b >> 13) %% 2900000)::INTEGER AS cents, ((b >> 17) %% 1000)::INTEGER AS other
        FROM spread)
      SELECT i AS id, 'Pessoa ' || i AS nome,
        CASE WHEN other = 7 THEN NULL ELSE 18 + idade END AS idade,
        CASE WHEN other < 10 THEN NULL ELSE chance < 80 END AS ativo,
        CASE WHEN chance %% 20 = 3 THEN NULL
          WHEN chance = 99 THEN -(cents / 100.0::DOUBLE)
          ELSE (100000 + cents) / 100.0::DOUBLE END AS salario,
        CASE WHEN chance %% 10 = 5 THEN NULL
          ELSE ((cents * 7 %% 1000000) / 100.0)::DECIMAL(10, 2) END AS bonus,
        (2020 + ano)::VARCHAR AS ano, printf('%%02d', mes + 1) AS mes
      FROM parts""";

  /** As a schema file of Levada's has them. */
  private static final String COLUMNS =
      """
      {"fields": [
        {"name": "id", "type": "long"},
        {"name": "nome", "type": "string"},
        {"name": "idade", "type": "int", "required": false},
        {"name": "ativo", "type": "boolean", "required": false},
        {"name": "salario", "type": "double", "required": false},
        {"name": "bonus", "type": "decimal(10,2)", "required": false},
        {"name": "ano", "type": "string"},
        {"name": "mes", "type": "string"}
      ]}
      """;

  /** 2^59: by it, each of these doubles is a whole number, so that their sum is exact. */
  private static final long UNIT = 1L << 59;

  private static final String SUMS =
      """
      SELECT concat_ws('|', coalesce(idade::VARCHAR, 'null'), coalesce(ativo::VARCHAR, 'null'),
          ano, mes), sum((salario * %d::DOUBLE)::HUGEINT)::VARCHAR, count(salario)
      FROM read_parquet('%s/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)
      GROUP BY idade, ativo, ano, mes
      """;

  /** More digits than two neighbouring doubles differ in, so that the next rounding is the last. */
  private static final MathContext EXACT = new MathContext(80);

  @Option(names = "--records", required = true)
  private long records;

  @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "where to")
  private Path out;

  @Option(names = "--seed", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(names = "--bronze", description = "the same as JSON lines too, in OUT/bronze")
  private boolean bronze;

  private SalaryGenerator() {}

  /** Runs the command line; {@code --help} describes it. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new SalaryGenerator()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, SQLException {
    ExpectedMeans expected = generate(records, seed, out);
    if (bronze) {
      writeBronze(records, seed, out);
    }
    System.out.printf(
        "%,d records, %,d bytes in %d files: %,d means%n",
        expected.records(), expected.bytes(), expected.files(), expected.means().size());
    return 0;
  }

  /** The silver table inside the folder that was given. */
  public static Path silver(Path folder) {
    return folder.resolve("silver");
  }

  /** The folder of the JSON lines inside the folder that was given. */
  public static Path bronze(Path folder) {
    return folder.resolve("bronze");
  }

  /** The file of the means inside the folder that was given. */
  public static Path expected(Path folder) {
    return folder.resolve("means.json");
  }

  /**
   * Writes {@code silver/}, and then {@code means.json}, into the folder, which is made where it is
   * missing.
   *
   * @throws DirectoryNotEmptyException if {@code silver} is there already: nothing is written
   */
  public static ExpectedMeans generate(long records, long seed, Path folder)
      throws IOException, SQLException {
    Path silver = silver(folder);
    if (Files.exists(silver)) {
      throw new DirectoryNotEmptyException(silver.toString());
    }
    Files.createDirectories(folder);
    execute(
        "COPY (%s) TO '%s' (FORMAT parquet, COMPRESSION snappy, PARTITION_BY (ano, mes))"
            .formatted(PEOPLE.formatted(seed, records), quoted(silver)));
    List<Path> files = files(silver);
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    ExpectedMeans expected = new ExpectedMeans(records, files.size(), bytes, means(silver));
    expected.write(expected(folder));
    return expected;
  }

  /** The file of the columns of the JSON lines inside the folder that was given. */
  public static Path bronzeSchema(Path folder) {
    return folder.resolve("bronze-schema.json");
  }

  /**
   * Writes the same people as {@code bronze/salaries.json}, a line each, and their columns as
   * {@code bronze-schema.json}.
   */
  public static void writeBronze(long records, long seed, Path folder)
      throws IOException, SQLException {
    Path bronze = Files.createDirectories(bronze(folder)).resolve("salaries.json");
    execute(
        "COPY (%s) TO '%s' (FORMAT json)"
            .formatted(PEOPLE.formatted(seed, records), quoted(bronze)));
    Files.writeString(bronzeSchema(folder), COLUMNS);
  }

  private static Map<String, Double> means(Path silver) throws SQLException {
    Map<String, Double> means = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet sums = statement.executeQuery(SUMS.formatted(UNIT, quoted(silver)))) {
      while (sums.next()) {
        long count = sums.getLong(3);
        means.put(sums.getString(1), count == 0 ? null : mean(sums.getString(2), count));
      }
    }
    return means;
  }

  private static double mean(String units, long count) {
    BigDecimal divisor = BigDecimal.valueOf(UNIT).multiply(BigDecimal.valueOf(count));
    return new BigDecimal(units).divide(divisor, EXACT).doubleValue();
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = 1");
      statement.execute(sql);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String quoted(Path path) {
    return path.toString().replace("'", "''");
  }
}
