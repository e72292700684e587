/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.distributeevents;

import static io.levada.pipelines.LevadaCommands.rows;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.nio.file.Files;
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

/** Tables that others have written as the stage zone, through the command line. */
class ForeignTablesTest {

  private static final String EVENT =
      "SELECT '%s' AS event_id, TIMESTAMPTZ '2024-05-0%s 10:00:00+00' AS \"timestamp\","
          + " 'shop' AS domain, 'sold' AS event_type";

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Path stage;
  private Path trusted;

  @BeforeEach
  void begin() throws IOException {
    levada = new LevadaCommands(folder);
    stage = Files.createDirectories(folder.resolve("stage"));
    trusted = folder.resolve("trusted");
  }

  @Test
  void namesColumnsSafelyAndSaysSo() throws Exception {
    write("a.parquet", event("1", 1) + ", 9.5 AS \"Preço (R$)\", 'x' AS \"cityName\"");

    assertThat(levada.err(), distribute(), is(0));

    assertThat(rows(trusted, "event_id, preco_r, cityname"), contains("1 9.5 x"));
    assertThat(
        levada.summary().get("notes").get(0).asText(),
        equalTo("Column preco_r is made of 'Preço (R$)'"));
    assertThat(
        Files.readString(Path.of(levada.summary().get("record").asText(), "notes.txt")),
        equalTo("Column preco_r is made of 'Preço (R$)'\n"));
  }

  @Test
  void refusesTwoColumnsOfOneName() throws Exception {
    write("a.parquet", event("1", 1) + ", 1 AS \"Preço\", 2 AS \"preco\"");

    assertThat(distribute(), is(2));

    assertThat(levada.err(), containsString("'Preço' and 'preco' are both preco"));
  }

  @Test
  void keepsNestedColumns() throws Exception {
    write(
        "a.parquet",
        event("1", 1)
            + ", {'unitPrice': 1.5, 'tags': ['a', NULL]} AS item, MAP {'k': 7} AS counts");

    assertThat(levada.err(), distribute(), is(0));

    assertThat(
        rows(trusted, "item, counts"), contains("{'unitPrice': 1.5, 'tags': [a, NULL]} {k=7}"));
  }

  @Test
  void readsOnlyThePartitionsAskedFor() throws Exception {
    write("source=a/f.parquet", event("1", 1));
    write("source=b/f.parquet", event("2", 2));

    assertThat(levada.err(), distribute("--where=source = 'b'", "--emptyInput"), is(0));

    assertThat(rows(trusted, "event_id, source"), contains("2 b"));
    assertThat(Files.exists(stage.resolve("source=a/f.parquet")), is(true));
    assertThat(Files.exists(stage.resolve("source=b/f.parquet")), is(false));
  }

  @Test
  void saysWhatIsWrongWithACondition() throws Exception {
    write("source=a/f.parquet", event("1", 1));

    assertThat(distribute("--where=source ="), is(2));
    assertThat(levada.err(), containsString("levada: Invalid --where: "));

    assertThat(distribute("--where=other = 'x'"), is(2));
    assertThat(levada.err(), containsString("it is no partition column (it has source)"));
  }

  @Test
  void unitesFilesThatDiffer() throws Exception {
    write("a.parquet", event("1", 1) + ", 1::INTEGER AS n");
    write("b.parquet", event("2", 2) + ", 5000000000::BIGINT AS n, 'new' AS more");

    assertThat(levada.err(), distribute(), is(0));

    assertThat(
        rows(trusted, "event_id, n, typeof(n), more"),
        contains("1 1 BIGINT null", "2 5000000000 BIGINT new"));
  }

  @Test
  void refusesFilesThatDifferIfToldTo() throws Exception {
    write("a.parquet", event("1", 1));
    write("b.parquet", event("2", 2) + ", 'new' AS more");

    assertThat(distribute("--schemaDrift=refuse"), is(1));

    assertThat(levada.err(), containsString("b.parquet"));
    assertThat(levada.err(), containsString("more"));
    assertThat(Files.exists(trusted), is(false));
  }

  private static String event(String id, int day) {
    return EVENT.formatted(id, day);
  }

  private void write(String name, String query) throws IOException, SQLException {
    Path file = stage.resolve(name);
    Files.createDirectories(file.getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(query, file));
    }
  }

  private int distribute(String... options) {
    List<String> arguments =
        new ArrayList<>(List.of("distribute-events", "--input=" + stage, "--output=" + trusted));
    arguments.addAll(List.of(options));
    return levada.run(arguments.toArray(String[]::new));
  }
}
