/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Faults;
import io.levada.sandbox.RequestLog;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import io.levada.sandbox.Service;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the Glue catalog when Glue fails, and how many requests it takes. */
@ExtendWith(SandboxExtension.class)
@Timeout(60)
class GlueCatalogFaultsTest {

  private static final List<CatalogColumn> COLUMNS = List.of(CatalogColumn.of("id", "string"));
  private static final List<CatalogColumn> KEYS = List.of(CatalogColumn.of("n", "int"));
  private static final String BUSY = "InternalServiceException";

  private AwsSettings aws;
  private Faults faults;
  private RequestLog requests;
  private Catalog catalog;
  private TableName name;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
    faults = sandbox.faults();
    requests = sandbox.requests();
    catalog = CatalogReference.parse("glue").open(aws);
    name = new TableName(space.tablePrefix() + "db", "t");
  }

  private CatalogTable table() {
    return CatalogTable.ofParquet(name, Location.of("s3://lake/t"), COLUMNS, KEYS);
  }

  private static List<CatalogPartition> partitions(int count) {
    return IntStream.range(0, count).mapToObj(GlueCatalogFaultsTest::partition).toList();
  }

  private static CatalogPartition partition(int number) {
    return new CatalogPartition(
        List.of(Integer.toString(number)),
        Location.of("s3://lake/t/" + number),
        COLUMNS,
        Map.of("levada.run", "r1"));
  }

  private static List<List<String>> values(List<CatalogPartition> partitions) {
    return partitions.stream().map(CatalogPartition::values).toList();
  }

  private List<CatalogPartition> matching(String expression) throws IOException {
    List<CatalogPartition> found = new ArrayList<>();
    catalog.partitions(name, expression, found::add);
    return found;
  }

  private Set<CatalogPartition> all() throws IOException {
    return new HashSet<>(matching(null));
  }

  private int requests(String operation) {
    return requests.count(Service.GLUE, operation);
  }

  private static String message(Executable action) {
    return assertThrows(IOException.class, action).getMessage();
  }

  // Batches and pages

  @Test
  void sendsBatchesAsLargeAsGlueTakes() throws Exception {
    List<CatalogPartition> many = partitions(1_001);
    catalog.create(table());

    catalog.addPartitions(name, many);
    catalog.updatePartitions(name, many);
    catalog.partitions(name, values(many));
    matching(null);
    catalog.dropPartitions(name, values(many));

    assertThat(requests("BatchCreatePartition"), is(11));
    assertThat(requests("BatchUpdatePartition"), is(11));
    assertThat(requests("BatchGetPartition"), is(2));
    assertThat(requests("GetPartitions"), is(2));
    assertThat(requests("BatchDeletePartition"), is(41));
  }

  @Test
  void sendsNothingForNoPartitions() throws Exception {
    catalog.create(table());
    requests.reset();

    catalog.addPartitions(name, List.of());
    catalog.updatePartitions(name, List.of());
    catalog.partitions(name, List.of());
    catalog.dropPartitions(name, List.of());

    assertThat(requests.counts(Service.GLUE), is(Map.of("GetTable", 4)));
  }

  @Test
  void leavesTheBatchesBeforeAFailureDone() throws Exception {
    List<CatalogPartition> many = partitions(250);
    catalog.create(table());
    faults.add(Fault.accessDenied().on("BatchCreatePartition").atCall(2));

    assertThrows(IOException.class, () -> catalog.addPartitions(name, many));
    assertThat(all(), is(new HashSet<>(many.subList(0, 100))));

    assertThat(catalog.addPartitions(name, many), is(empty()));
    assertThat(all(), is(new HashSet<>(many)));
  }

  // Lost answers

  @Test
  void createsThoughAnswersAreLost() throws Exception {
    faults.add(Fault.resetAfter().on("CreateDatabase").atCall(1));
    faults.add(Fault.resetAfter().on("CreateTable").atCall(2));

    catalog.create(table());

    assertThat(catalog.table(name).orElseThrow(), is(table()));
  }

  @Test
  void altersOnceThoughTheAnswerIsLost() throws Exception {
    catalog.create(table());
    AtomicInteger asked = new AtomicInteger();
    faults.add(Fault.resetAfter().on("UpdateTable").atCall(1));

    CatalogTable altered =
        catalog.alter(
            name, table -> table.withParameters(Map.of("asked", "" + asked.incrementAndGet())));

    assertThat(altered.parameters().get("asked"), is("1"));
    assertThat(asked.get(), is(1));
    assertThat(catalog.table(name).orElseThrow(), is(altered));
  }

  @Test
  void addsPartitionsThoughTheAnswerIsLost() throws Exception {
    catalog.create(table());
    faults.add(Fault.resetAfter().on("BatchCreatePartition").atCall(1));

    Set<List<String>> others = catalog.addPartitions(name, partitions(3));

    assertThat(others, is(empty()));
    assertThat(requests("BatchCreatePartition"), is(2));
    assertThat(all(), is(new HashSet<>(partitions(3))));
  }

  @Test
  void dropsThoughAnswersAreLost() throws Exception {
    catalog.create(table());
    catalog.addPartitions(name, partitions(3));
    faults.add(Fault.resetAfter().on("BatchDeletePartition").atCall(1));
    faults.add(Fault.resetAfter().on("DeleteTable").atCall(1));

    catalog.dropPartitions(name, values(partitions(2)));
    assertThat(all(), is(Set.of(partition(2))));
    catalog.drop(name);

    assertThat(catalog.table(name).isPresent(), is(false));
  }

  // What passes

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ThrottlingException",
        "OperationTimeoutException",
        "ConcurrentModificationException",
        "ResourceNotReadyException"
      })
  void repeatsWhatMayPass(String code) throws Exception {
    for (String operation :
        List.of(
            "CreateDatabase",
            "CreateTable",
            "UpdateTable",
            "BatchCreatePartition",
            "BatchUpdatePartition",
            "BatchGetPartition",
            "GetPartitions",
            "BatchDeletePartition",
            "DeleteTable")) {
      faults.add(Fault.error(400, code, "not now").on(operation).atCall(1));
    }

    catalog.create(table());
    catalog.alter(name, table -> table.withParameters(Map.of("a", "1")));
    catalog.addPartitions(name, partitions(2));
    catalog.updatePartitions(name, partitions(2));
    assertThat(catalog.partitions(name, values(partitions(2))).size(), is(2));
    assertThat(all().size(), is(2));
    catalog.dropPartitions(name, values(partitions(2)));
    catalog.drop(name);

    assertThat(faults.struck(), is(9));
  }

  @Test
  void repeatsTheKeysThatAreUnprocessed() throws Exception {
    catalog.create(table());
    catalog.addPartitions(name, partitions(4));
    requests.reset();
    faults.add(Fault.unprocessedKeys().times(2));

    List<CatalogPartition> found = catalog.partitions(name, values(partitions(4)));

    assertThat(new HashSet<>(found), is(new HashSet<>(partitions(4))));
    assertThat(requests("BatchGetPartition"), is(3));
  }

  @Test
  void repeatsThePartitionsThatFailed() throws Exception {
    catalog.create(table());
    List<CatalogPartition> moved =
        partitions(4).stream().map(each -> each.withLocation(each.location().child("v2"))).toList();

    faults.add(Fault.failedPartitions(BUSY).times(2));
    assertThat(catalog.addPartitions(name, partitions(4)), is(empty()));
    assertThat(all(), is(new HashSet<>(partitions(4))));

    faults.add(Fault.failedPartitions(BUSY).times(2));
    assertThat(catalog.updatePartitions(name, moved), is(empty()));
    assertThat(all(), is(new HashSet<>(moved)));

    faults.add(Fault.failedPartitions(BUSY).times(2));
    catalog.dropPartitions(name, values(moved));
    assertThat(all(), is(empty()));
    assertThat(faults.struck(), is(6));
  }

  @Test
  void stopsWhenOthersChangeATableAllTheTime() throws Exception {
    catalog.create(table());
    faults.add(Fault.error(400, "ConcurrentModificationException", "no").on("UpdateTable"));
    Catalog hasty =
        CatalogReference.parse("glue").open(aws.withTimeLimit(Duration.ofMillis(1_200)));

    assertThat(
        message(() -> hasty.alter(name, table -> table.withParameters(Map.of("a", "1")))),
        is(
            "Cannot change or read "
                + name
                + ": not done in 1 s, as others change it all the time, or Glue is overloaded (try"
                + " again later)"));
    assertThat(requests("UpdateTable"), is(greaterThan(2)));
  }

  // What does not pass

  @Test
  void tellsOfAPartitionThatCannotBeAdded() throws Exception {
    catalog.create(table());
    faults.add(Fault.failedPartitions("ResourceNumberLimitExceededException"));

    assertThat(
        message(() -> catalog.addPartitions(name, partitions(2))),
        is(
            "Cannot add partition [1] of "
                + name
                + ": ResourceNumberLimitExceededException: Not this one. (delete what is not used,"
                + " or have AWS raise the account's limit)"));
  }

  @Test
  void tellsOfAPartitionThatCannotBeUpdatedOrDropped() throws Exception {
    catalog.create(table());
    catalog.addPartitions(name, partitions(2));
    faults.add(Fault.failedPartitions("GlueEncryptionException"));
    String why =
        " partition [1] of "
            + name
            + ": GlueEncryptionException: Not this one. (the catalog is encrypted: allow these"
            + " credentials its key in KMS)";

    assertThat(
        message(() -> catalog.updatePartitions(name, partitions(2))), is("Cannot update" + why));
    assertThat(
        message(() -> catalog.dropPartitions(name, values(partitions(2)))),
        is("Cannot drop" + why));
  }

  @Test
  void namesTheActionThatIsNotAllowed() throws Exception {
    catalog.create(table());
    catalog.addPartitions(name, partitions(1));

    assertDenied("GetDatabases", () -> catalog.databases());
    assertDenied("GetTables", () -> catalog.tables(name.database()));
    assertDenied("GetTable", () -> catalog.table(name));
    assertDenied("CreateTable", () -> catalog.create(table()));
    assertDenied("UpdateTable", () -> catalog.alter(name, t -> t.withColumns(List.of())));
    assertDenied("DeleteTable", () -> catalog.drop(name));
    assertDenied("GetPartitions", () -> matching("n = 1"));
    assertDenied("BatchGetPartition", () -> catalog.partitions(name, values(partitions(1))));
    assertDenied("BatchCreatePartition", () -> catalog.addPartitions(name, partitions(1)));
    assertDenied("BatchUpdatePartition", () -> catalog.updatePartitions(name, partitions(1)));
    assertDenied("BatchDeletePartition", () -> catalog.dropPartitions(name, values(partitions(1))));
    catalog.drop(name);
    assertDenied(
        "CreateDatabase",
        () ->
            catalog.create(
                CatalogTable.ofParquet(
                    new TableName(name.database() + "2", "t"), table().location(), COLUMNS, KEYS)));
  }

  private void assertDenied(String operation, Executable action) {
    faults.clear();
    faults.add(Fault.accessDenied().on(operation));
    assertThat(
        message(action),
        endsWith(
            "AccessDeniedException: Access Denied (allow these credentials glue:"
                + operation
                + " on the catalog, the database and the table)"));
  }

  @Test
  void saysWhatItCouldNotDo() {
    faults.add(Fault.accessDenied().on("GetTable"));

    assertThat(
        message(() -> catalog.table(name)),
        is(
            "Cannot look at table "
                + name
                + ": AccessDeniedException: Access Denied (allow these credentials glue:GetTable on"
                + " the catalog, the database and the table)"));
  }

  @Test
  void tellsOfAServerThatCannotBeReached() {
    Catalog nowhere =
        CatalogReference.parse("glue")
            .open(
                aws.withEndpoint(URI.create("http://127.0.0.1:1"))
                    .withTimeLimit(Duration.ofSeconds(5)));

    assertThat(
        message(nowhere::databases), endsWith("(check --endpoint, --awsRegion and the network)"));
  }

  @Test
  void asksTheCatalogOfAnotherAccount() {
    Catalog other = CatalogReference.parse("glue:123456789012").open(aws);

    assertThat(
        message(() -> other.table(name)),
        is(
            "Cannot look at table "
                + name
                + ": AccessDeniedException: The sandbox has the catalog of account 000000000000"
                + " alone, not of 123456789012 (allow these credentials glue:GetTable on the"
                + " catalog, the database and the table)"));
  }

  // Expressions

  @Test
  void prunesByAnExpression() throws Exception {
    catalog.create(table());
    catalog.addPartitions(name, partitions(12));

    assertThat(matching("n > 9 and n <> 11"), contains(partition(10)));
  }

  @Test
  void visitsAllOnceIfAValueIsNotOfItsKeysType() throws Exception {
    List<CatalogPartition> many = new ArrayList<>(partitions(1_001));
    many.add(new CatalogPartition(List.of("x"), Location.of("s3://lake/x"), COLUMNS, Map.of()));
    catalog.create(table());
    catalog.addPartitions(name, many);

    List<CatalogPartition> found = matching("n >= 0");

    assertThat(found.size(), is(many.size()));
    assertThat(new HashSet<>(found), is(new HashSet<>(many)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"order = 1", "n is null", "not (n is not null)", "n = NULL", "n ~ 1"})
  void visitsAllIfGlueDoesNotTakeTheExpression(String expression) throws Exception {
    catalog.create(table());
    catalog.addPartitions(name, partitions(2));

    assertThat(matching(expression).size(), is(2));
  }

  @Test
  void visitsAllIfTheExpressionIsTooLong() throws Exception {
    catalog.create(table());
    catalog.addPartitions(name, partitions(2));

    assertThat(matching("n = 1" + " or n = 1".repeat(300)).size(), is(2));
  }
}
