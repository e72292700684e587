/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.silvertogold;

import static io.levada.pipelines.LevadaCommands.parquetBelow;
import static io.levada.pipelines.LevadaCommands.query;
import static io.levada.pipelines.LevadaCommands.rows;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import com.fasterxml.jackson.databind.JsonNode;
import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole job through the command line, against means that a script knows exactly. */
class SilverToGoldPipelineTest {

  private static final Path SILVER = Path.of("../test-data/salaries/silver");
  private static final int RECORDS = 138;
  private static final int GROUPS = 48;

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Path gold;

  @BeforeEach
  void begin() {
    levada = new LevadaCommands(folder);
    gold = folder.resolve("gold/salaries");
  }

  @Test
  void writesTheExactMeanOfEachGroup() throws Exception {
    assertThat(aggregate(), is(0));

    assertThat(
        GoldLines.of(gold, "idade, ativo, ano, mes, salario_medio"),
        equalTo(GoldLines.expected(5)));
  }

  @Test
  void takesSeveralMeasuresOfSeveralColumns() throws Exception {
    String measures =
        "mean(salario) as salario_medio, count(*) as pessoas, count(salario) as com_salario,"
            + " max(bonus) as maior_bonus, sum(bonus) as soma_bonus, mean(bonus) as bonus_medio";

    assertThat(aggregate("--measures=" + measures), is(0));

    assertThat(
        GoldLines.of(
            gold,
            "idade, ativo, ano, mes, salario_medio, pessoas, com_salario, maior_bonus, soma_bonus,"
                + " bonus_medio"),
        equalTo(GoldLines.expected(10)));
  }

  @Test
  void partitionsByAnoAndMes() throws IOException {
    assertThat(aggregate(), is(0));

    assertThat(
        parquetBelow(gold).stream()
            .map(file -> gold.relativize(file.getParent()).toString())
            .toList(),
        contains(
            "ano=2024/mes=01",
            "ano=2024/mes=02",
            "ano=2025/mes=01",
            "ano=2025/mes=__HIVE_DEFAULT_PARTITION__",
            "ano=2025/mes=a%2Fb%3Dc%25d é",
            "ano=__HIVE_DEFAULT_PARTITION__/mes=07"));
  }

  @Test
  void saysHowManyRecordsBecameHowManyRows() throws IOException {
    assertThat(aggregate(), is(0));

    JsonNode summary = levada.summary();
    assertThat(summary.get("read").asInt(), is(RECORDS));
    assertThat(summary.get("grouped").asInt(), is(RECORDS));
    assertThat(summary.get("groups").asInt(), is(GROUPS));
    assertThat(summary.get("written").asInt(), is(GROUPS));
    assertThat(levada.out(), containsString("= 138 grouped into 48 rows\n"));
  }

  @Test
  void keepsInItsRecordWhatBecameOfEachInput() {
    assertThat(aggregate(), is(0));

    assertThat(levada.command("runs", "show", gold.toString(), "latest", "--inputs"), is(0));

    assertThat(
        levada.out(),
        containsString(
            """
            Read          138
                        = 138 grouped into 48 rows
            Rejected    0
            Filtered    0
            Written     48
            """));
    assertThat(
        levada.out().lines().filter(line -> line.contains("ano=2024/mes=01")).toList(),
        everyItem(matchesPattern(" +20( +0){4} +20 .*")));
  }

  @Test
  void groupsByOtherColumnsIntoOneFile() throws Exception {
    assertThat(
        aggregate(
            "--groupFields=ano",
            "--measures=count(*) as pessoas, count(NOME)",
            "--partitionFields=none"),
        is(0));

    assertThat(
        rows(gold, "ano, pessoas, count_nome"),
        equalTo(
            query(
                "SELECT ano, count(*), count(nome) FROM read_parquet('"
                    + SILVER
                    + "/**/*.parquet', hive_partitioning = true, hive_types_autocast = false)"
                    + " GROUP BY ano ORDER BY ALL")));
    assertThat(parquetBelow(gold), hasSize(1));
  }

  @Test
  void countsAllRowsWithoutReadingAColumn() throws Exception {
    assertThat(
        aggregate("--groupFields=none", "--measures=count(*)", "--partitionFields=none"), is(0));

    assertThat(rows(gold, "rows"), contains("138"));
  }

  @Test
  void readsTheWantedPartitionsOnly() throws Exception {
    assertThat(aggregate("--where=ano = '2024' and mes = '02'"), is(0));

    assertThat(rows(gold, "DISTINCT ano, mes"), contains("2024 02"));
    assertThat(levada.summary().get("inputFiles").asInt(), is(2));
  }

  @Test
  void readsAllOfTheInputEachTime() throws Exception {
    assertThat(aggregate(), is(0));

    assertThat(aggregate(), is(0));

    assertThat(
        GoldLines.of(gold, "idade, ativo, ano, mes, salario_medio"),
        equalTo(GoldLines.expected(5)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--measures=mean(renda)   | Cannot read column renda",
        "--measures=median(idade) | Invalid --measures: expected one of mean, count, sum, min, max",
        "--measures=sum(nome)     | Cannot aggregate column nome of kind STRING",
        "--measures=count(*) as mes | Invalid name mes: two columns of the output would have it",
        "--groupFields=idade      | Invalid --partitionFields: ano is no group column",
      })
  void refusesWhatItCanNotDo(String option, String message) throws IOException {
    assertThat(aggregate(option), is(2));

    assertThat(levada.err(), containsString(message));
    assertThat(parquetBelow(gold), empty());
  }

  @Test
  void failsWhereASumDoesNotFit() throws Exception {
    Path silver = folder.resolve("silver");
    execute(
        "COPY (SELECT unnest([9223372036854775807, 1]) AS salario) TO '"
            + silver
            + ".parquet' (FORMAT parquet)");

    assertThat(
        levada.run(
            "silver-to-gold",
            "--input=" + silver + ".parquet",
            "--output=" + gold,
            "--groupFields=none",
            "--partitionFields=none",
            "--measures=sum(salario)"),
        is(1));

    assertThat(
        levada.err(),
        containsString(
            "Cannot aggregate column salario: the sum does not fit in INT64 (make the column a"
                + " decimal)"));
    assertThat(parquetBelow(gold), empty());
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int aggregate(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("silver-to-gold", "--input=" + SILVER, "--output=" + gold));
    arguments.addAll(List.of(options));
    return levada.run(arguments.toArray(String[]::new));
  }
}
