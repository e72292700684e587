/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyArray;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.cli.Levada;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code levada query} of tables whose files are on S3, as it is typed. */
@ExtendWith(SandboxExtension.class)
class QueryOnS3Test {

  private static final String TEMPORARY = "java.io.tmpdir";
  private static final String ROWS =
      """
      {"id":1,"name":"ana","ano":2023}
      {"id":2,"name":"rui","ano":2024}
      {"id":3,"name":"eva","ano":2024}
      """;

  @TempDir private Path folder;
  @TempDir private Path temporary;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Sandbox sandbox;
  private Location table;
  private SandboxCredentials credentials;
  private String usualTemporary;

  @BeforeEach
  void begin(Sandbox sandbox, SandboxSpace space) throws IOException {
    this.sandbox = sandbox;
    this.table = new Location("s3://" + space.bucket() + "/people");
    this.credentials = SandboxCredentials.of(sandbox);
    this.usualTemporary = System.getProperty(TEMPORARY);
    System.setProperty(TEMPORARY, temporary.toString());
    write(ROWS);
  }

  @AfterEach
  void end() {
    System.setProperty(TEMPORARY, usualTemporary);
    credentials.close();
    // The driver of DuckDB has its library there.
    File[] left = temporary.toFile().listFiles((parent, name) -> name.startsWith("levada"));
    assertThat(left, emptyArray());
  }

  @Test
  void showsItsRows() throws Exception {
    assertThat(query("SELECT * FROM silver.people ORDER BY id"), is(0));

    assertThat(out(), equalTo("id,name,ano\r\n1,ana,2023\r\n2,rui,2024\r\n3,eva,2024\r\n"));
    String size = String.format("%.1f kB", (sizeOf("ano=2023") + sizeOf("ano=2024")) / 1000.0);
    assertThat(err(), equalTo("Fetched 2 files, " + size + ", of " + table + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) AS n FROM silver.people WHERE ano = 2024",
        "SELECT count(*) AS n FROM silver.people WHERE id > 0 AND ano >= 2024 AND name LIKE '%'",
        "SELECT count(*) AS n FROM silver.People p WHERE P.Ano IN (2024, 2025) AND p.name <> 'ana'",
        "SELECT count(*) AS n FROM silver.people WHERE NOT (people.ano < 2024)",
        "WITH p AS (SELECT * FROM silver.people WHERE ano BETWEEN 2024 AND 2030)"
            + " SELECT count(*) AS n FROM p",
        "SELECT count(*) AS n FROM (SELECT id FROM silver.people WHERE ano - 1 = 2023 UNION ALL"
            + " SELECT id FROM silver.people WHERE ano = 2024 AND id > 10)"
      })
  void fetchesThePartitionsThatConditionsLeave(String sql) throws Exception {
    assertThat(query(sql, "--maxDownload=" + sizeOf("ano=2024") + "B"), is(0));

    assertThat(out(), equalTo("n\r\n2\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) AS n FROM silver.people WHERE ano = 2024 OR id = 1",
        "SELECT count(*) AS n FROM silver.people WHERE ano + id >= 2024",
        "SELECT count(*) AS n FROM silver.people a LEFT JOIN silver.people b USING (id)"
            + " WHERE b.ano IS NULL OR a.id > 0",
        "SELECT count(*) AS n FROM silver.people WHERE (SELECT max(ano) FROM silver.people) = 2024",
        "SELECT count(*) AS n FROM silver.people WHERE ano + random() < 3000",
        "SELECT count(*) AS n FROM silver.people AS p(ano, id) WHERE p.ano < 2024",
        "SELECT count(id) AS n FROM silver.people WHERE true AND ano IS NOT NULL"
      })
  void fetchesAllWhereTheyLeaveAll(String sql) throws Exception {
    assertThat(query(sql), is(0));
    assertThat(out(), equalTo("n\r\n3\r\n"));

    assertThat(query(sql, "--maxDownload=" + sizeOf("ano=2024") + "B"), is(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) AS n FROM silver.people TABLESAMPLE reservoir(100 ROWS) WHERE ano = 2024",
        "SELECT count(*) AS n FROM silver.people WHERE ano = 2024 USING SAMPLE 100 ROWS"
      })
  void fetchesAllThatASampleIsDrawnFrom(String sql) throws Exception {
    assertThat(err(), query(sql), is(0));
    assertThat(out(), equalTo("n\r\n2\r\n"));

    assertThat(query(sql, "--maxDownload=" + sizeOf("ano=2024") + "B"), is(1));
  }

  @Test
  void fetchesNothingIfNoPartitionIsLeft() {
    assertThat(
        query("SELECT count(*) AS n FROM silver.people WHERE ano = 1999", "--maxDownload=0"),
        is(0));

    assertThat(out(), equalTo("n\r\n0\r\n"));
  }

  @Test
  void fetchesNoMoreThanAllowed() throws Exception {
    long bytes = sizeOf("ano=2023") + sizeOf("ano=2024");
    assertThat(bytes, greaterThan(1000L));

    assertThat(query("FROM silver.people", "--maxDownload=" + (bytes - 1) + " B"), is(1));

    assertThat(
        err(),
        equalTo(
            "levada: Cannot query silver.people: 2 files, "
                + String.format("%.1f kB", bytes / 1000.0)
                + " would be fetched from "
                + table
                + ", more than --maxDownload in all (give more, ask for fewer partitions by ano, or"
                + " query it with Athena)\n"));
    assertThat(query("FROM silver.people", "--maxDownload=" + bytes), is(0));
  }

  @Test
  void showsTheTableBehindARunThatReplacesItMeanwhile() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    Fault overwrite = Fault.run(this::overwrite);
    sandbox
        .faults()
        .add(
            overwrite.where(
                call ->
                    call.operation().equals("GetObject")
                        && call.key().endsWith(".parquet")
                        && reads.incrementAndGet() == 3));

    assertThat(err(), query("SELECT id FROM silver.people ORDER BY id"), is(0));

    assertThat(out(), equalTo("id\r\n7\r\n"));
  }

  @Test
  void refusesASizeThatIsNone() {
    assertThat(query("SELECT 1", "--maxDownload=much"), is(2));

    assertThat(
        err(),
        startsWith("levada: Invalid --maxDownload: much (expected a size such as 64MB or 1GB)"));
  }

  @Test
  void leavesNothingBehindIfTheStatementFails() {
    assertThat(query("SELECT nosuch FROM silver.people"), is(1));

    assertThat(err(), containsString("nosuch"));
  }

  private void overwrite() {
    try {
      write("{\"id\":7,\"name\":\"new\",\"ano\":2024}\n", "--writeMode=overwrite", "--retain=0");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(String rows, String... more) throws IOException {
    Path input = Files.writeString(folder.resolve("in.json"), rows);
    List<String> words =
        new ArrayList<>(
            List.of(
                "run",
                "parse-events",
                "--input=" + input,
                "--output=" + table,
                "--schema=infer",
                "--partitionFields=ano",
                "--database=silver",
                "--table=people"));
    words.addAll(List.of(more));
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    assertThat(
        told.toString(UTF_8), levada(words, new PrintStream(told), new PrintStream(told)), is(0));
  }

  private int query(String sql, String... more) {
    out.reset();
    err.reset();
    List<String> words = new ArrayList<>(List.of("query", sql, "--format=csv"));
    words.addAll(List.of(more));
    return levada(words, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  private int levada(List<String> words, PrintStream out, PrintStream err) {
    List<String> all = new ArrayList<>(words);
    all.add("--catalog=local:" + folder.resolve("catalog"));
    all.add("--endpoint=" + sandbox.endpoint());
    all.add("--awsRegion=" + sandbox.region());
    return new Levada(out, err, Map.of(), false).run(all.toArray(String[]::new));
  }

  private long sizeOf(String partition) throws IOException {
    AwsSettings aws =
        AwsSettings.ofTheMachine().withRegion(sandbox.region()).withEndpoint(sandbox.endpoint());
    List<Long> sizes = new ArrayList<>();
    Storages.withoutStaging()
        .withAws(aws)
        .of(table)
        .list(table.child(partition), file -> sizes.add(file.size()));
    return sizes.stream().mapToLong(Long::longValue).sum();
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8);
  }
}
