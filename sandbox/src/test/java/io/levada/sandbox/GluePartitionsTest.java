/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static io.levada.sandbox.GlueFixture.entry;
import static io.levada.sandbox.GlueFixture.input;
import static io.levada.sandbox.GlueFixture.inputs;
import static io.levada.sandbox.GlueFixture.refusal;
import static io.levada.sandbox.GlueFixture.values;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
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
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;

@ExtendWith(SandboxExtension.class)
@Timeout(60)
class GluePartitionsTest {

  private static final String WRONG_COUNT =
      "InvalidInputException: The number of partition keys do not match the number of partition"
          + " values";

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

  private Partition get(String... values) {
    return glue.getPartition(p -> p.databaseName(database).tableName("t").partitionValues(values))
        .partition();
  }

  private List<Partition> getAll(List<PartitionValueList> values) {
    return glue.batchGetPartition(
            p -> p.databaseName(database).tableName("t").partitionsToGet(values))
        .partitions();
  }

  private void update(PartitionInput input, String... values) {
    glue.updatePartition(
        p ->
            p.databaseName(database)
                .tableName("t")
                .partitionValueList(values)
                .partitionInput(input));
  }

  private List<String> updateAll(List<BatchUpdatePartitionRequestEntry> entries) {
    return glue
        .batchUpdatePartition(p -> p.databaseName(database).tableName("t").entries(entries))
        .errors()
        .stream()
        .map(e -> String.join("/", e.partitionValueList()) + " " + e.errorDetail().errorCode())
        .toList();
  }

  private void delete(String... values) {
    glue.deletePartition(p -> p.databaseName(database).tableName("t").partitionValues(values));
  }

  private List<String> deleteAll(List<PartitionValueList> values) {
    return glue
        .batchDeletePartition(
            p -> p.databaseName(database).tableName("t").partitionsToDelete(values))
        .errors()
        .stream()
        .map(GlueFixture::text)
        .toList();
  }

  // One by one

  @Test
  void hasWhatWasCreated() {
    PartitionInput input =
        input("2024", "01").toBuilder().parameters(Map.of("levada.run", "r1")).build();

    glue.createPartition(p -> p.databaseName(database).tableName("T").partitionInput(input));

    Partition partition = get("2024", "01");
    assertThat(partition.storageDescriptor(), is(input.storageDescriptor()));
    assertThat(partition.parameters(), is(Map.of("levada.run", "r1")));
    assertThat(
        List.of(partition.databaseName(), partition.tableName()), is(List.of(database, "t")));
  }

  @Test
  void refusesAPartitionThatIsThere() {
    fixture.add("2024", "01");

    assertThat(
        refusal(() -> fixture.add("2024", "01")),
        is("AlreadyExistsException: Partition already exists."));
  }

  @Test
  void refusesAPartitionThatIsNotThere() {
    String expected = "EntityNotFoundException: Cannot find partition.";

    assertThat(refusal(() -> get("1", "2")), is(expected));
    assertThat(refusal(() -> update(input("1", "2"), "1", "2")), is(expected));
    assertThat(refusal(() -> delete("1", "2")), is(expected));
  }

  @Test
  void refusesAnotherNumberOfValues() {
    fixture.add("1", "2");

    assertThat(refusal(() -> fixture.add("1")), is(WRONG_COUNT));
    assertThat(refusal(() -> fixture.add("1", "2", "3")), is(WRONG_COUNT));
    assertThat(refusal(() -> get("1")), is(WRONG_COUNT));
    assertThat(refusal(() -> update(input("1"), "1", "2")), is(WRONG_COUNT));
    assertThat(refusal(() -> delete("1")), is(WRONG_COUNT));
    assertThat(refusal(() -> getAll(List.of(values("1")))), is(WRONG_COUNT));
  }

  @Test
  void refusesAValueThatIsEmpty() {
    assertThat(
        refusal(() -> fixture.add("1", "")),
        is(
            "ValidationException: 1 validation error detected: Value at"
                + " 'partitionInput.values.2.member' failed to satisfy constraint: Member must"
                + " have length greater than or equal to 1"));
  }

  @Test
  void updatesAPartition() {
    fixture.add("2024", "01");
    PartitionInput moved =
        input("2024", "01").toBuilder()
            .storageDescriptor(GlueFixture.storage("s3://lake/v2"))
            .build();

    update(moved, "2024", "01");

    assertThat(get("2024", "01").storageDescriptor().location(), is("s3://lake/v2"));
  }

  @Test
  void updatesAPartitionToOtherValues() {
    fixture.add("2024", "01");

    update(input("2024", "02"), "2024", "01");

    assertThat(fixture.all(), contains("2024/02"));
  }

  @Test
  void refusesAnUpdateToValuesThatAreThere() {
    fixture.add("2024", "01");
    fixture.add("2024", "02");

    assertThat(
        refusal(() -> update(input("2024", "02"), "2024", "01")),
        is("AlreadyExistsException: Partition already exists."));
    assertThat(fixture.all(), contains("2024/01", "2024/02"));
  }

  @Test
  void deletesAPartition() {
    fixture.add("2024", "01");
    fixture.add("2024", "02");

    delete("2024", "01");

    assertThat(fixture.all(), contains("2024/02"));
  }

  @Test
  void refusesPartitionsOfATableThatIsNotThere() {
    String expected = "EntityNotFoundException: Table no not found.";

    assertThat(
        refusal(() -> glue.getPartitions(p -> p.databaseName(database).tableName("no"))),
        is(expected));
    assertThat(
        refusal(
            () ->
                glue.batchCreatePartition(
                    p -> p.databaseName(database).tableName("no").partitionInputList(inputs(1)))),
        is(expected));
  }

  // Many

  @Test
  void creates100AtOnce() {
    assertThat(fixture.addAll(inputs(100)), is(empty()));

    assertThat(fixture.all().size(), is(100));
  }

  @Test
  void refusesToCreate101AtOnce() {
    assertThat(refusal(() -> fixture.addAll(inputs(101))), is(tooMany("partitionInputList", 100)));
    assertThat(fixture.all(), is(empty()));
  }

  @Test
  void refusesToUpdate101AtOnce() {
    List<BatchUpdatePartitionRequestEntry> entries =
        inputs(101).stream()
            .map(each -> entry(each, each.values().toArray(String[]::new)))
            .toList();

    assertThat(refusal(() -> updateAll(entries)), is(tooMany("entries", 100)));
  }

  @Test
  void refusesToUpdateNone() {
    assertThat(
        refusal(() -> updateAll(List.of())),
        is(
            "ValidationException: 1 validation error detected: Value at 'entries' failed to satisfy"
                + " constraint: Member must have length greater than or equal to 1"));
  }

  @Test
  void refusesToDelete26AtOnce() {
    assertThat(refusal(() -> deleteAll(some(26))), is(tooMany("partitionsToDelete", 25)));
  }

  @Test
  void refusesToGet1001AtOnce() {
    assertThat(refusal(() -> getAll(some(1_001))), is(tooMany("partitionsToGet", 1_000)));
  }

  private static List<PartitionValueList> some(int count) {
    return IntStream.range(0, count).mapToObj(i -> values("2024", "m" + i)).toList();
  }

  private static String tooMany(String field, int max) {
    return "ValidationException: 1 validation error detected: Value at '"
        + field
        + "' failed to satisfy constraint: Member must have length less than or equal to "
        + max;
  }

  @Test
  void createsTheOthersAndTellsOfThoseThatFail() {
    fixture.add("2024", "01");

    List<String> errors =
        fixture.addAll(input("2024", "01"), input("2024", "02"), input("2024")).stream()
            .map(GlueFixture::text)
            .toList();

    assertThat(errors, contains("2024/01 AlreadyExistsException", "2024 InvalidInputException"));
    assertThat(fixture.all(), contains("2024/01", "2024/02"));
  }

  @Test
  void updatesTheOthersAndTellsOfThoseThatFail() {
    fixture.add("2024", "01");

    List<String> errors =
        updateAll(
            List.of(
                entry(input("2024", "07"), "2024", "07"),
                entry(input("2024", "02"), "2024", "01")));

    assertThat(errors, contains("2024/07 EntityNotFoundException"));
    assertThat(fixture.all(), contains("2024/02"));
  }

  @Test
  void deletesTheOthersAndTellsOfThoseThatFail() {
    fixture.add("2024", "01");

    List<String> errors = deleteAll(List.of(values("2024", "02"), values("2024", "01")));

    assertThat(errors, contains("2024/02 EntityNotFoundException"));
    assertThat(fixture.all(), is(empty()));
  }

  @Test
  void getsThoseThatAreThere() {
    fixture.add("2024", "01");

    List<Partition> found = getAll(List.of(values("2024", "02"), values("2024", "01")));

    assertThat(found.stream().map(GlueFixture::text).toList(), contains("2024/01"));
  }

  // Listing

  @Test
  void listsInPages() {
    fixture.addAll(inputs(5));

    GetPartitionsResponse first =
        glue.getPartitions(p -> p.databaseName(database).tableName("t").maxResults(2));
    List<String> all =
        glue
            .getPartitionsPaginator(p -> p.databaseName(database).tableName("t").maxResults(2))
            .stream()
            .flatMap(page -> page.partitions().stream())
            .map(GlueFixture::text)
            .toList();

    assertThat(first.partitions().size(), is(2));
    assertThat(all, contains("2024/m0", "2024/m1", "2024/m2", "2024/m3", "2024/m4"));
  }

  @Test
  void hasEmptyPagesThatOthersFollow() {
    fixture.addAll(inputs(3));

    GetPartitionsResponse first =
        glue.getPartitions(
            p -> p.databaseName(database).tableName("t").expression("month = 'm2'").maxResults(1));

    assertThat(first.partitions(), is(empty()));
    assertThat(first.nextToken() != null, is(true));
  }

  @ParameterizedTest
  @CsvSource({"0, greater than or equal to 1", "1001, less than or equal to 1000"})
  void refusesPagesOfAnotherSize(int size, String limit) {
    assertThat(
        refusal(
            () ->
                glue.getPartitions(p -> p.databaseName(database).tableName("t").maxResults(size))),
        is(
            "ValidationException: 1 validation error detected: Value at 'maxResults' failed to"
                + " satisfy constraint: Member must have value "
                + limit));
  }

  @Test
  void leavesOutColumns() {
    fixture.add("2024", "01");

    Partition partition =
        glue.getPartitions(p -> p.databaseName(database).tableName("t").excludeColumnSchema(true))
            .partitions()
            .get(0);

    assertThat(partition.storageDescriptor().hasColumns(), is(false));
    assertThat(partition.storageDescriptor().location(), is("s3://lake/t/2024/01"));
    assertThat(get("2024", "01").storageDescriptor().columns().size(), is(1));
  }
}
