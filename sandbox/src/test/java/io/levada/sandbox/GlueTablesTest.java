/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static io.levada.sandbox.GlueFixture.column;
import static io.levada.sandbox.GlueFixture.refusal;
import static io.levada.sandbox.GlueFixture.storage;
import static io.levada.sandbox.GlueFixture.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.GetTablesResponse;
import software.amazon.awssdk.services.glue.model.Order;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.SkewedInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.TableVersion;

@ExtendWith(SandboxExtension.class)
@Timeout(60)
class GlueTablesTest {

  private GlueClient glue;
  private GlueFixture fixture;
  private String database;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    glue = Clients.glue(sandbox);
    database = space.tablePrefix() + "db";
    fixture = new GlueFixture(glue, database);
  }

  @AfterEach
  void disconnect() {
    glue.close();
  }

  private void create(TableInput input) {
    glue.createTable(t -> t.databaseName(database).tableInput(input));
  }

  private Table get(String name) {
    return glue.getTable(t -> t.databaseName(database).name(name)).table();
  }

  private void update(String version, TableInput input) {
    glue.updateTable(t -> t.databaseName(database).versionId(version).tableInput(input));
  }

  @Test
  void hasWhatWasCreated() {
    StorageDescriptor storage =
        StorageDescriptor.builder()
            .location("s3://lake/x")
            .columns(column("Id", "string"), column("n", "decimal(10,2)"))
            .inputFormat("in")
            .outputFormat("out")
            .compressed(true)
            .numberOfBuckets(3)
            .serdeInfo(
                SerDeInfo.builder()
                    .name("s")
                    .serializationLibrary("lib")
                    .parameters(Map.of("a", "1"))
                    .build())
            .bucketColumns("n")
            .sortColumns(Order.builder().column("n").sortOrder(1).build())
            .parameters(Map.of("b", "2"))
            .skewedInfo(SkewedInfo.builder().skewedColumnNames("n").build())
            .storedAsSubDirectories(false)
            .build();
    create(
        TableInput.builder()
            .name("x")
            .description("d")
            .owner("o")
            .retention(7)
            .storageDescriptor(storage)
            .partitionKeys(GlueFixture.KEYS)
            .viewOriginalText("v")
            .viewExpandedText("w")
            .tableType("EXTERNAL_TABLE")
            .parameters(Map.of("c", "3"))
            .build());

    Table table = get("x");

    assertThat(table.storageDescriptor(), is(storage));
    assertThat(table.partitionKeys(), is(GlueFixture.KEYS));
    assertThat(
        List.of(table.description(), table.owner(), table.retention(), table.tableType()),
        is(List.of("d", "o", 7, "EXTERNAL_TABLE")));
    assertThat(
        List.of(table.viewOriginalText(), table.viewExpandedText(), table.parameters()),
        is(List.of("v", "w", Map.of("c", "3"))));
    assertThat(table.versionId(), is("0"));
  }

  @Test
  void comparesNamesInLowerCase() {
    create(table("Accounts"));

    assertThat(get("aCCOUNTS").name(), is("accounts"));
    assertThat(
        refusal(() -> create(table("ACCOUNTS"))),
        is("AlreadyExistsException: Table already exists."));
  }

  @Test
  void refusesATableOfADatabaseThatIsNotThere() {
    assertThat(
        refusal(() -> glue.createTable(t -> t.databaseName("no").tableInput(table("t")))),
        is("EntityNotFoundException: Database no not found."));
  }

  @Test
  void refusesATableThatIsNotThere() {
    String expected = "EntityNotFoundException: Table no not found.";

    assertThat(refusal(() -> get("no")), is(expected));
    assertThat(refusal(() -> update(null, table("no"))), is(expected));
    assertThat(
        refusal(() -> glue.deleteTable(t -> t.databaseName(database).name("no"))), is(expected));
    assertThat(
        refusal(() -> glue.getTableVersions(t -> t.databaseName(database).tableName("no"))),
        is(expected));
  }

  @Test
  void listsInPages() {
    IntStream.range(0, 4).forEach(i -> create(table("t" + i)));

    GetTablesResponse first = glue.getTables(t -> t.databaseName(database).maxResults(2));
    List<String> all =
        glue.getTablesPaginator(t -> t.databaseName(database).maxResults(2)).stream()
            .flatMap(page -> page.tableList().stream())
            .map(Table::name)
            .toList();

    assertThat(first.tableList().stream().map(Table::name).toList(), contains("t", "t0"));
    assertThat(all, contains("t", "t0", "t1", "t2", "t3"));
  }

  @Test
  void goesOnBehindATableThatIsGone() {
    IntStream.range(0, 2).forEach(i -> create(table("t" + i)));
    String token = glue.getTables(t -> t.databaseName(database).maxResults(2)).nextToken();
    glue.deleteTable(t -> t.databaseName(database).name("t0"));

    GetTablesResponse second = glue.getTables(t -> t.databaseName(database).nextToken(token));

    assertThat(second.tableList().stream().map(Table::name).toList(), contains("t1"));
  }

  @Test
  void listsThoseThatMatchAnExpression() {
    IntStream.range(0, 3).forEach(i -> create(table("a" + i)));

    GetTablesResponse some = glue.getTables(t -> t.databaseName(database).expression("a[12]"));

    assertThat(some.tableList().stream().map(Table::name).toList(), contains("a1", "a2"));
    assertThat(
        refusal(() -> glue.getTables(t -> t.databaseName(database).expression("["))),
        is("InvalidInputException: Invalid expression: ["));
  }

  @ParameterizedTest
  @CsvSource({"0, greater than or equal to 1", "101, less than or equal to 100"})
  void refusesPagesOfAnotherSize(int size, String limit) {
    String expected =
        "ValidationException: 1 validation error detected: Value at 'maxResults' failed to satisfy"
            + " constraint: Member must have value "
            + limit;

    assertThat(
        refusal(() -> glue.getTables(t -> t.databaseName(database).maxResults(size))),
        is(expected));
    assertThat(
        refusal(
            () ->
                glue.getTableVersions(
                    t -> t.databaseName(database).tableName("t").maxResults(size))),
        is(expected));
  }

  @Test
  void replacesATable() {
    TableInput described = table("t").toBuilder().description("d").build();
    update("0", described);

    update("1", table("t").toBuilder().storageDescriptor(storage("s3://lake/v2")).build());

    assertThat(get("t").versionId(), is("2"));
    assertThat(get("t").description() == null, is(true));
    assertThat(get("t").storageDescriptor().location(), is("s3://lake/v2"));
  }

  @Test
  void keepsPartitionsOfATableThatIsReplaced() {
    fixture.add("2024", "01");

    update("0", table("t"));

    assertThat(fixture.all(), contains("2024/01"));
  }

  @Test
  void refusesAVersionThatIsStale() {
    update("0", table("t").toBuilder().description("theirs").build());

    assertThat(
        refusal(() -> update("0", table("t"))),
        is(
            "ConcurrentModificationException: Update table failed due to concurrent"
                + " modifications."));
    assertThat(get("t").description(), is("theirs"));
  }

  @Test
  void asksForNoVersion() {
    update("0", table("t"));

    update(null, table("t").toBuilder().description("d").build());

    assertThat(get("t").versionId(), is("2"));
  }

  @Test
  void archivesVersions() {
    update(null, table("t").toBuilder().description("one").build());
    update(null, table("t").toBuilder().description("two").build());

    assertThat(versions(), contains("2", "1", "0"));
  }

  @Test
  void skipsTheArchive() {
    glue.updateTable(t -> t.databaseName(database).tableInput(table("t")).skipArchive(true));

    assertThat(versions(), contains("1"));
  }

  private List<String> versions() {
    return glue
        .getTableVersionsPaginator(t -> t.databaseName(database).tableName("t").maxResults(1))
        .stream()
        .flatMap(page -> page.tableVersions().stream())
        .map(TableVersion::versionId)
        .toList();
  }

  @Test
  void deletesATableWithItsPartitions() {
    fixture.add("2024", "01");

    glue.deleteTable(t -> t.databaseName(database).name("T"));
    create(table("t"));

    assertThat(fixture.all().isEmpty(), is(true));
  }

  @Test
  void deletesTablesAndTellsOfThoseThatAreNotThere() {
    create(table("a"));

    List<String> errors =
        glue
            .batchDeleteTable(t -> t.databaseName(database).tablesToDelete("A", "no"))
            .errors()
            .stream()
            .map(error -> error.tableName() + " " + error.errorDetail().errorCode())
            .toList();

    assertThat(errors, contains("no EntityNotFoundException"));
    assertThat(
        glue.getTables(t -> t.databaseName(database)).tableList().stream()
            .map(Table::name)
            .toList(),
        contains("t"));
  }

  @Test
  void refusesToDelete101Tables() {
    List<String> names = IntStream.range(0, 101).mapToObj(i -> "t" + i).toList();

    assertThat(
        refusal(() -> glue.batchDeleteTable(t -> t.databaseName(database).tablesToDelete(names))),
        is(
            "ValidationException: 1 validation error detected: Value at 'tablesToDelete' failed to"
                + " satisfy constraint: Member must have length less than or equal to 100"));
  }

  @Test
  void refusesAColumnWithoutAName() {
    StorageDescriptor storage = storage("s3://x").toBuilder().columns(column(null, "int")).build();

    assertThat(
        refusal(() -> create(TableInput.builder().name("x").storageDescriptor(storage).build())),
        is(
            "ValidationException: 1 validation error detected: Value at"
                + " 'tableInput.storageDescriptor.columns.1.member.name' failed to satisfy"
                + " constraint: Member must not be null"));
  }

  @Test
  void refusesALocationThatIsTooLong() {
    StorageDescriptor storage = storage("s3://" + "x".repeat(2_056));

    assertThat(
        refusal(() -> create(TableInput.builder().name("x").storageDescriptor(storage).build())),
        is(
            "ValidationException: 1 validation error detected: Value at"
                + " 'tableInput.storageDescriptor.location' failed to satisfy constraint: Member"
                + " must have length less than or equal to 2056"));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThat(
        refusal(
            () ->
                glue.createTable(
                    t -> t.databaseName(database).tableInput(table("x")).transactionId("1"))),
        is("InvalidInputException: The sandbox does not know transactionId"));
  }
}
