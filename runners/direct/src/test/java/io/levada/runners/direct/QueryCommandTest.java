/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.pipelines.cli.Levada;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code levada query} as it is typed. */
class QueryCommandTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path lake;

  @BeforeEach
  void begin() {
    // Each of these means something in a statement, or in a pattern of names.
    lake = folder.resolve("it's [a] lake*");
  }

  @Test
  void showsRowsAsATable() throws Exception {
    file("people/ano=2023/a", "SELECT 1 AS id, 'x' AS name");
    file("people/ano=2024/a", "SELECT 20 AS id, NULL::VARCHAR AS name");
    crawl("people", "--partitionTypes=ano:int");

    assertThat(query("SELECT * FROM silver.people ORDER BY id"), is(0));

    assertThat(
        out(),
        equalTo(
            """
            id  name   ano
            --  ----  ----
             1  x     2023
            20  null  2024
            """));
  }

  @Test
  void readsAnEvolvedTableByItsColumns() throws Exception {
    file("people/k=1/a", "SELECT 1::INT AS Id, 'x' AS name, 0 AS gone");
    crawl("people");
    file("people/k=2/a", "SELECT 3000000000::BIGINT AS ID, DATE '2024-01-31' AS since");
    crawl("people");
    dropColumn("gone");

    assertThat(query("SELECT * FROM silver.people ORDER BY id", "--format=csv"), is(0));

    assertThat(out(), equalTo("id,name,since,k\r\n1,x,,1\r\n3000000000,,2024-01-31,2\r\n"));
  }

  @Test
  void writesCsvThatTellsNothingFromAnEmptyText() throws Exception {
    file(
        "people/a",
        "SELECT 1 AS id, '' AS a, NULL::VARCHAR AS b, 'x,\"y\"' AS c, E'l\\r\\nm' AS d,"
            + " [1, NULL] AS e, {'f': 'g'} AS \"h,i\"");
    crawl("people");

    assertThat(query("FROM silver.people", "--format=csv"), is(0));

    assertThat(
        out(),
        equalTo(
            "id,a,b,c,d,e,\"h,i\"\r\n"
                + "1,\"\",,\"x,\"\"y\"\"\",\"l\r\nm\",\"[1,null]\",\"{\"\"f\"\":\"\"g\"\"}\"\r\n"));
  }

  @Test
  void writesJsonOfTheSameTypes() throws Exception {
    file(
        "people/a",
        "SELECT 1::TINYINT AS tiny, 9223372036854775807 AS big, 0.1::FLOAT AS single, 1e300 AS twice,"
            + " 'NaN'::DOUBLE AS nan, '-inf'::FLOAT AS least, 12345678901234567890.50::DECIMAL(38,2) AS exact,"
            + " TRUE AS flag, 'ção \"x\"' AS text, '\\x00ab'::BLOB AS raw, DATE '0001-01-01' AS day,"
            + " TIMESTAMPTZ '2024-01-31 12:34:56.789012+00' AS instant, NULL::INT AS nothing,"
            + " [1, NULL] AS list, {'x': '-inf'::DOUBLE, 'y': [{'z': 1.25::DECIMAL(5,2)}]} AS struct,"
            + " MAP {'k': DATE '2024-01-31'} AS map");
    crawl("people");

    assertThat(query("FROM silver.people", "--format=json"), is(0));

    assertThat(
        out(),
        equalTo(
            """
            [
            {"tiny":1,"big":9223372036854775807,"single":0.1,"twice":1.0E300,"nan":"NaN",\
            "least":"-Infinity","exact":12345678901234567890.50,"flag":true,"text":"ção \\"x\\"",\
            "raw":"AGFi","day":"0001-01-01","instant":"2024-01-31 12:34:56.789012",\
            "nothing":null,"list":[1,null],"struct":{"x":"-Infinity","y":[{"z":1.25}]},\
            "map":{"k":"2024-01-31"}}
            ]
            """));
  }

  @Test
  void writesJsonOfNoRowsAndOfColumnsOfOneName() {
    assertThat(query("SELECT 1 WHERE false", "--format=json"), is(0));
    assertThat(out(), equalTo("[]\n"));

    assertThat(query("SELECT 1 AS a, 2 AS a", "--format=json"), is(0));
    assertThat(out(), equalTo("[\n{\"a\":1,\"a_2\":2}\n]\n"));
  }

  @Test
  void keepsTheOrderOfRowsThatHaveNestedValues() {
    assertThat(
        query(
            "SELECT range AS n, [range] AS list FROM range(5) ORDER BY range DESC -- the end",
            "--format=csv"),
        is(0));

    assertThat(out(), equalTo("n,list\r\n4,[4]\r\n3,[3]\r\n2,[2]\r\n1,[1]\r\n0,[0]\r\n"));
  }

  @Test
  void showsNoMoreRowsThanAskedFor() {
    assertThat(query("FROM range(3)", "--maxRows=2"), is(0));

    assertThat(out(), equalTo("range\n-----\n    0\n    1\n"));
    assertThat(err(), equalTo("Only the first 2 rows are shown (--maxRows)\n"));
  }

  @Test
  void showsAllRowsIfThereAreAsManyAsAskedFor() {
    assertThat(query("FROM range(2)", "--maxRows=2"), is(0));

    assertThat(err(), equalTo(""));
  }

  @Test
  void readsTheFilesOfTheCatalogsPartitionsOnly() throws Exception {
    file("people/k=1/a", "SELECT 1 AS id");
    crawl("people");
    file("people/k=2/a", "SELECT 2 AS id");
    file("people/k=1/.hidden", "SELECT 3 AS id");
    file("people/k=1/_hidden", "SELECT 4 AS id");

    query("SELECT id, k FROM silver.people", "--format=csv");

    assertThat(out(), equalTo("id,k\r\n1,1\r\n"));
  }

  @Test
  void readsKeysFromTheCatalogWhereverTheFilesAre() throws Exception {
    file("people/k=1/a", "SELECT 1 AS id");
    file("people/k=__HIVE_DEFAULT_PARTITION__/a", "SELECT 2 AS id");
    crawl("people");
    Path elsewhere = lake.resolve("else'where");
    Files.move(lake.resolve("people/k=1"), elsewhere);
    Catalog catalog = catalog();
    TableName name = TableName.parse("silver.people");
    catalog.updatePartitions(
        name,
        List.of(
            catalog
                .partitions(name, List.of(List.of("1")))
                .get(0)
                .withLocation(Location.of(elsewhere.toString()))));

    query("SELECT id, k FROM silver.people ORDER BY id", "--format=csv");

    assertThat(out(), equalTo("id,k\r\n1,1\r\n2,\r\n"));
  }

  @Test
  void leavesOutFilesOfOtherPartitions() throws Exception {
    file("people/k=1/a", "SELECT 1 AS id");
    file("people/k=2/a", "SELECT 2 AS id");
    crawl("people", "--partitionTypes=k:int");

    query("EXPLAIN ANALYZE SELECT id FROM silver.people WHERE k = 2", "--format=csv");

    assertThat(out(), containsString("Scanning Files: 1/2"));
  }

  @Test
  void readsAColumnThatIsNamedAsDuckDbNamesThatOfFiles() throws Exception {
    file("people/k=1/a", "SELECT 7 AS filename");
    crawl("people");

    query("SELECT * FROM silver.people WHERE k = '1'", "--format=csv");

    assertThat(out(), equalTo("filename,k\r\n7,1\r\n"));
  }

  @Test
  void looksAtNoTableThatIsNotAskedFor() throws Exception {
    file("people/a", "SELECT 1 AS id");
    file("broken/a", "SELECT 1 AS id");
    crawl("people");
    crawl("broken");
    Files.writeString(lake.resolve("broken/a.parquet"), "no Parquet");

    assertThat(
        query(
            "WITH broken AS (SELECT 'silver.broken' AS text FROM silver.people)"
                + " SELECT text FROM broken",
            "--format=csv"),
        is(0));

    assertThat(out(), equalTo("text\r\nsilver.broken\r\n"));
  }

  @Test
  void findsTablesWhereverTheyAreNamed() throws Exception {
    file("people/a", "SELECT 1 AS id");
    crawl("people");
    crawl("people", "--table=others");

    assertThat(
        query(
            "SELECT (SELECT max(id) FROM Silver.others) AS a FROM range(1) WHERE 1 IN"
                + " (SELECT p.id FROM \"silver\".\"people\" p JOIN silver.others USING (id))",
            "--format=csv"),
        is(0));

    assertThat(out(), equalTo("a\r\n1\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DESCRIBE silver.people",
        "describe \"silver\".people;",
        "DESCRIBE SELECT * FROM silver.people"
      })
  void describesTables(String sql) throws Exception {
    file("people/k=1/a", "SELECT 1 AS id, {'a': [1]} AS s");
    crawl("people");

    assertThat(query(sql), is(0));

    assertThat(out(), containsString("id           INTEGER"));
    assertThat(out(), containsString("k            VARCHAR"));
  }

  @Test
  void takesStatementsThatAreNoPlainQuery() throws Exception {
    file("people/k=1/a", "SELECT 1 AS id");
    file("people/k=2/a", "SELECT 2 AS id");
    crawl("people");

    assertThat(query("PIVOT silver.people ON k USING sum(id)", "--format=csv"), is(0));

    assertThat(out(), equalTo("1,2\r\n1,2\r\n"));
  }

  @Test
  void readsColumnsOfOddNames() throws Exception {
    file("people/a", "SELECT 1 AS \"PREÇO (R$)\", 2 AS \"a\"\"b\", {'x y': 3} AS s");
    crawl("people");

    assertThat(
        query("SELECT \"preço (r$)\", \"a\"\"b\", s.\"x y\" FROM silver.people", "--format=csv"),
        is(0));

    assertThat(out(), equalTo("preço (r$),\"a\"\"b\",x y\r\n1,2,3\r\n"));
  }

  @Test
  void readsATableWithoutFiles() throws Exception {
    file("people/k=1/a", "SELECT 1 AS id");
    crawl("people");
    Files.delete(lake.resolve("people/k=1/a.parquet"));

    assertThat(
        query("SELECT count(*) AS n, max(k) AS k FROM silver.people", "--format=csv"), is(0));

    assertThat(out(), equalTo("n,k\r\n0,\r\n"));
  }

  @Test
  void suggestsATable() throws Exception {
    file("people/a", "SELECT 1 AS id");
    crawl("people");

    assertThat(query("FROM silver.poeple"), is(1));

    assertThat(
        err(),
        equalTo(
            "levada: Cannot find table silver.poeple in "
                + reference()
                + " (did you mean silver.people?)\n"));
  }

  @Test
  void tellsOnOneLineWhatIsWrongWithAStatement() {
    assertThat(query("SELEC 1"), is(1));

    assertThat(
        err(),
        equalTo(
            "levada: Cannot run the query: Parser Error: syntax error at or near \"SELEC\" LINE 1:"
                + " SELEC 1 ^\n"));
  }

  @Test
  void refusesAFormatThatIsNone() {
    assertThat(query("SELECT 1", "--format=xml"), is(2));

    assertThat(err(), startsWith("levada: Invalid --format: xml (expected table, csv or json)"));
  }

  private void dropColumn(String column) throws IOException {
    catalog()
        .alter(
            TableName.parse("silver.people"),
            table ->
                table.withColumns(
                    table.columns().stream().filter(each -> !each.name().equals(column)).toList()));
  }

  private Catalog catalog() {
    return CatalogReference.parse(reference()).open(AwsSettings.ofTheMachine());
  }

  private String reference() {
    return "local:" + folder.resolve("catalog");
  }

  private void crawl(String table, String... more) {
    List<String> words =
        new ArrayList<>(List.of("crawl", lake.resolve(table).toString(), "--database=silver"));
    words.addAll(List.of(more));
    assertThat(err(), levada(words), is(0));
  }

  private int query(String sql, String... more) {
    List<String> words = new ArrayList<>(List.of("query", sql));
    words.addAll(List.of(more));
    return levada(words);
  }

  private int levada(List<String> words) {
    out.reset();
    err.reset();
    List<String> all = new ArrayList<>(words);
    all.add("--catalog=" + reference());
    return new Levada(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), false)
        .run(all.toArray(String[]::new));
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8);
  }

  private void file(String name, String select) throws IOException, SQLException {
    Path file = lake.resolve(name + ".parquet");
    Files.createDirectories(file.getParent());
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duckDb = connection.createStatement()) {
      duckDb.execute("COPY (" + select + ") TO '" + file.toString().replace("'", "''") + "'");
    }
  }
}
