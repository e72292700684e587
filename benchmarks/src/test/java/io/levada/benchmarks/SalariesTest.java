/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generated salaries, their means, and the rivals at them. */
class SalariesTest {

  private static final int RECORDS = 5_000;

  @TempDir private static Path shared;
  private static Job job;

  @TempDir private Path folder;

  @BeforeAll
  static void generate() throws IOException, SQLException {
    SalaryGenerator.generate(RECORDS, 7, shared);
    job = new SalariesJob(shared);
  }

  @Test
  void knowsTheExactMeans() throws Exception {
    Map<String, Double> means = new TreeMap<>();
    salaries()
        .forEach(
            (group, values) -> {
              BigDecimal sum =
                  values.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
              BigDecimal count = BigDecimal.valueOf(values.size());
              means.put(
                  group,
                  values.isEmpty() ? null : sum.divide(count, new MathContext(200)).doubleValue());
            });

    assertThat(ExpectedMeans.read(SalaryGenerator.expected(shared)).means(), equalTo(means));
  }

  @Test
  void givesTheSameBytesForASeed() throws IOException, SQLException {
    SalaryGenerator.generate(RECORDS, 7, folder.resolve("again"));
    SalaryGenerator.generate(RECORDS, 8, folder.resolve("other"));

    Path file = Path.of("silver/ano=2022/mes=03/data_0.parquet");
    assertThat(
        Files.mismatch(shared.resolve(file), folder.resolve("again").resolve(file)), equalTo(-1L));
    assertThat(
        Files.mismatch(shared.resolve(file), folder.resolve("other").resolve(file)),
        not(equalTo(-1L)));
  }

  @Test
  void writesNothingIntoAFolderThatHasSome() {
    assertThrows(
        DirectoryNotEmptyException.class, () -> SalaryGenerator.generate(RECORDS, 7, shared));
  }

  @Test
  void writesTheSamePeopleAsBronze() throws Exception {
    SalaryGenerator.writeBronze(RECORDS, 7, folder);

    assertThat(
        answer(
            "SELECT count(*), sum(salario::DECIMAL(18,2)), min(salario), count(bonus), max(mes)"
                + " FROM read_json('"
                + SalaryGenerator.bronze(folder)
                + "/*.json',"
                + " columns = {salario: 'DOUBLE', bonus: 'DECIMAL(10,2)', mes: 'VARCHAR'})"),
        equalTo(
            answer(
                "SELECT count(*), sum(salario::DECIMAL(18,2)), min(salario), count(bonus), max(mes)"
                    + " FROM read_parquet('"
                    + SalaryGenerator.silver(shared)
                    + "/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)")));
  }

  @Test
  void nativeSparkGivesTheMeans() throws IOException, InterruptedException {
    run(new Contenders(job, Path.of("."), 2).nativeSpark(2));

    assertDoesNotThrow(() -> job.checkRival(gold()));
  }

  @Test
  void nativeSparkGivesTheMeansFromBronze() throws Exception {
    SalaryGenerator.generate(RECORDS, 7, folder.resolve("data"));
    SalaryGenerator.writeBronze(RECORDS, 7, folder.resolve("data"));
    Job bronze = new BronzeJob(folder.resolve("data"));

    Contender spark = new Contenders(bronze, Path.of("."), 2).nativeSpark(2);
    List<String> command = spark.command(List.of("-Xmx1g"), bronze.input(), gold());
    new MeasuredProcess().run(command, folder.resolve("log"));

    assertDoesNotThrow(() -> bronze.checkRival(gold()));
  }

  @Test
  void duckDbGivesTheMeans() throws IOException, InterruptedException, SQLException {
    run(new Contenders(job, Path.of("."), 2).duckDb());

    assertDoesNotThrow(() -> job.checkRival(gold()));
  }

  @Test
  void aMeanThatIsNotExactIsAWrongResultOfLevada() throws Exception {
    answer(
        "COPY (SELECT idade, ativo, ano, mes, avg(salario) + 1e-10 AS salario_medio FROM"
            + " read_parquet('"
            + SalaryGenerator.silver(shared)
            + "/**/*.parquet',"
            + " hive_partitioning = true, hive_types_autocast = false) GROUP BY ALL) TO '"
            + gold()
            + "' (FORMAT parquet, PARTITION_BY (ano, mes))");

    assertDoesNotThrow(() -> job.checkRival(gold()));
    WrongResultException thrown = assertThrows(WrongResultException.class, () -> job.check(gold()));
    assertThat(thrown.getMessage(), containsString("the mean of "));
  }

  private void run(Contender contender) throws IOException, InterruptedException {
    List<String> command = contender.command(List.of("-Xmx1g"), job.input(), gold());
    new MeasuredProcess().run(command, folder.resolve("log"));
  }

  private Path gold() {
    return folder.resolve("gold");
  }

  private static Map<String, List<Double>> salaries() throws SQLException {
    Map<String, List<Double>> salaries = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT coalesce(idade::VARCHAR, 'null') || '|' || coalesce(ativo::VARCHAR, 'null')"
                    + " || '|' || ano || '|' || mes, salario FROM read_parquet('"
                    + SalaryGenerator.silver(shared)
                    + "/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)")) {
      while (rows.next()) {
        List<Double> values =
            salaries.computeIfAbsent(rows.getString(1), group -> new ArrayList<>());
        Double salary = (Double) rows.getObject(2);
        if (salary != null) {
          values.add(salary);
        }
      }
    }
    return salaries;
  }

  private static List<String> answer(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      List<String> row = new ArrayList<>();
      if (statement.execute(sql)) {
        try (ResultSet result = statement.getResultSet()) {
          result.next();
          for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
            row.add(result.getString(column));
          }
        }
      }
      return row;
    }
  }
}
