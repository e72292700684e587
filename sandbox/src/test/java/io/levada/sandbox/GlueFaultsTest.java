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
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchGetPartitionResponse;

/** What goes wrong in Glue, and what is left in a folder. */
@ExtendWith(SandboxExtension.class)
@Timeout(60)
class GlueFaultsTest {

  private Faults faults;
  private RequestLog requests;
  private GlueClient glue;
  private GlueFixture fixture;
  private String database;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    faults = sandbox.faults();
    requests = sandbox.requests();
    glue = Clients.glue(sandbox);
    database = space.tablePrefix() + "db";
    fixture = new GlueFixture(glue, database);
  }

  @AfterEach
  void disconnect() {
    glue.close();
  }

  @Test
  void deniesAccess() {
    faults.add(Fault.accessDenied());

    assertThat(refusal(fixture::all), is("AccessDeniedException: Access Denied"));
  }

  @Test
  void throttles() {
    faults.add(Fault.slowDown());

    assertThat(refusal(fixture::all), is("ThrottlingException: Please reduce your request rate."));
  }

  @Test
  void failsAndHasApplied() {
    faults.add(Fault.internalError().afterApplying().on("CreatePartition"));

    assertThat(
        refusal(() -> fixture.add("1", "2")),
        is("InternalServiceException: We encountered an internal error. Please try again."));
    assertThat(fixture.all(), contains("1/2"));
  }

  @Test
  void losesAnAnswer() {
    faults.add(Fault.resetAfter().on("BatchCreatePartition").atCall(2));
    fixture.addAll(input("1", "1"));

    assertThrows(SdkClientException.class, () -> fixture.addAll(input("1", "2")));

    assertThat(fixture.all(), contains("1/1", "1/2"));
  }

  @Test
  void losesARequest() {
    faults.add(Fault.resetBefore().on("CreatePartition"));

    assertThrows(SdkClientException.class, () -> fixture.add("1", "2"));

    assertThat(fixture.all(), is(empty()));
  }

  @Test
  void strikesOneTable() {
    glue.createTable(t -> t.databaseName(database).tableInput(GlueFixture.table("other")));
    faults.add(Fault.accessDenied().ofKeyPrefix(database + "/other"));

    fixture.add("1", "2");

    assertThat(
        refusal(() -> glue.getTable(t -> t.databaseName(database).name("OTHER"))),
        is("AccessDeniedException: Access Denied"));
  }

  @Test
  void tellsWhichTableACallIsFor() {
    List<Call> calls = Collections.synchronizedList(new ArrayList<>());
    faults.add(
        Fault.delay(Duration.ZERO)
            .where(
                call -> {
                  calls.add(call);
                  return false;
                }));

    glue.getDatabases(d -> {});
    glue.getDatabase(d -> d.name(database));
    glue.getTables(t -> t.databaseName(database));
    glue.updateTable(t -> t.databaseName(database).tableInput(GlueFixture.table("T")));
    fixture.all();
    refusal(() -> glue.createDatabase(d -> d.databaseInput(i -> i.name(database))));

    assertThat(
        calls.stream().map(Call::key).toList(),
        contains("", database, database, database + "/t", database + "/t", database));
  }

  @Test
  void countsRequests() {
    fixture.add("1", "2");

    assertThat(requests.count(Service.GLUE, "CreatePartition"), is(1));
  }

  @Test
  void leavesKeysUnprocessed() {
    fixture.addAll(inputs(3));
    faults.add(Fault.unprocessedKeys());

    BatchGetPartitionResponse answer =
        glue.batchGetPartition(
            p ->
                p.databaseName(database)
                    .tableName("t")
                    .partitionsToGet(values("2024", "m0"), values("2024", "m1")));

    assertThat(answer.partitions().stream().map(GlueFixture::text).toList(), contains("2024/m0"));
    assertThat(answer.unprocessedKeys(), contains(values("2024", "m1")));
  }

  @Test
  void createsTheFirstPartitionAlone() {
    faults.add(Fault.failedPartitions("InternalServiceException"));

    List<String> errors = fixture.addAll(inputs(2)).stream().map(GlueFixture::text).toList();

    assertThat(errors, contains("2024/m1 InternalServiceException"));
    assertThat(fixture.all(), contains("2024/m0"));
  }

  @Test
  void updatesTheFirstPartitionAlone() {
    fixture.addAll(inputs(2));
    faults.add(Fault.failedPartitions("InternalServiceException"));

    List<List<String>> failed =
        glue
            .batchUpdatePartition(
                p ->
                    p.databaseName(database)
                        .tableName("t")
                        .entries(
                            entry(input("1", "1"), "2024", "m0"),
                            entry(input("1", "2"), "2024", "m1")))
            .errors()
            .stream()
            .map(error -> error.partitionValueList())
            .toList();

    assertThat(failed, contains(List.of("2024", "m1")));
    assertThat(fixture.all(), contains("1/1", "2024/m1"));
  }

  @Test
  void keepsAllInAFolder(@TempDir Path folder) {
    try (Sandbox sandbox = Sandbox.keepingIn(folder).start();
        GlueClient client = Clients.glue(sandbox)) {
      GlueFixture kept = new GlueFixture(client, "bronze");
      new GlueFixture(client, "gone");
      kept.addAll(inputs(2));
      client.createTable(t -> t.databaseName("bronze").tableInput(GlueFixture.table("gone")));
      client.updateTable(t -> t.databaseName("bronze").tableInput(GlueFixture.table("t")));
      client.deleteTable(t -> t.databaseName("bronze").name("gone"));
      client.deleteDatabase(d -> d.name("gone"));
    }

    try (Sandbox sandbox = Sandbox.keepingIn(folder).start();
        GlueClient client = Clients.glue(sandbox)) {
      assertThat(
          client.getDatabases(d -> {}).databaseList().stream().map(d -> d.name()).toList(),
          contains("bronze"));
      assertThat(
          client.getTables(t -> t.databaseName("bronze")).tableList().stream()
              .map(t -> t.name() + " " + t.versionId())
              .toList(),
          contains("t 1"));
      assertThat(
          client
              .getTableVersions(t -> t.databaseName("bronze").tableName("t"))
              .tableVersions()
              .size(),
          is(2));
      assertThat(
          client.getPartitions(p -> p.databaseName("bronze").tableName("t")).partitions().stream()
              .map(GlueFixture::text)
              .toList(),
          contains("2024/m0", "2024/m1"));
    }
  }
}
