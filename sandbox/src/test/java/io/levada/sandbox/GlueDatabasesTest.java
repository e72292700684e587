/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static io.levada.sandbox.GlueFixture.refusal;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.GetDatabasesResponse;

@ExtendWith(SandboxExtension.class)
@Timeout(60)
class GlueDatabasesTest {

  private GlueClient glue;
  private String name;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    glue = Clients.glue(sandbox);
    name = space.tablePrefix() + "db";
  }

  @AfterEach
  void disconnect() {
    glue.close();
  }

  private void create(String database) {
    glue.createDatabase(d -> d.databaseInput(i -> i.name(database)));
  }

  @Test
  void hasWhatWasCreated() {
    glue.createDatabase(
        d ->
            d.databaseInput(
                i ->
                    i.name(name)
                        .description("of salaries")
                        .locationUri("s3://lake/")
                        .parameters(Map.of("a", "1"))));

    Database database = glue.getDatabase(d -> d.name(name)).database();

    assertThat(database.description(), is("of salaries"));
    assertThat(database.locationUri(), is("s3://lake/"));
    assertThat(database.parameters(), is(Map.of("a", "1")));
    assertThat(database.catalogId(), is("000000000000"));
  }

  @Test
  void comparesNamesInLowerCase() {
    create(name.toUpperCase(Locale.ROOT));

    assertThat(glue.getDatabase(d -> d.name(name)).database().name(), is(name));
    assertThat(refusal(() -> create(name)), is("AlreadyExistsException: Database already exists."));
  }

  @Test
  void listsInPages() {
    IntStream.range(0, 5).forEach(i -> create(name + i));

    GetDatabasesResponse first = glue.getDatabases(d -> d.maxResults(2));
    List<String> own =
        glue.getDatabasesPaginator(d -> d.maxResults(2)).stream()
            .flatMap(page -> page.databaseList().stream())
            .map(Database::name)
            .filter(each -> each.startsWith(name))
            .toList();

    assertThat(first.databaseList().size(), is(2));
    assertThat(own, contains(name + 0, name + 1, name + 2, name + 3, name + 4));
  }

  @Test
  void updatesADatabase() {
    create(name);

    glue.updateDatabase(d -> d.name(name).databaseInput(i -> i.name(name).description("new")));

    assertThat(glue.getDatabase(d -> d.name(name)).database().description(), is("new"));
  }

  @Test
  void deletesADatabaseWithItsTables() {
    GlueFixture fixture = new GlueFixture(glue, name);

    glue.deleteDatabase(d -> d.name(name));

    assertThat(
        refusal(() -> glue.getTables(t -> t.databaseName(fixture.database))),
        is("EntityNotFoundException: Database " + name + " not found."));
  }

  @Test
  void refusesADatabaseThatIsNotThere() {
    String expected = "EntityNotFoundException: Database " + name + " not found.";

    assertThat(refusal(() -> glue.getDatabase(d -> d.name(name))), is(expected));
    assertThat(refusal(() -> glue.deleteDatabase(d -> d.name(name))), is(expected));
    assertThat(
        refusal(() -> glue.updateDatabase(d -> d.name(name).databaseInput(i -> i.name(name)))),
        is(expected));
  }

  @Test
  void refusesToRenameADatabase() {
    create(name);

    assertThat(
        refusal(() -> glue.updateDatabase(d -> d.name(name).databaseInput(i -> i.name("b")))),
        is("InvalidInputException: A database keeps its name."));
  }

  @Test
  void refusesAnotherAccount() {
    assertThat(
        refusal(() -> glue.getDatabase(d -> d.catalogId("123456789012").name(name))),
        is(
            "AccessDeniedException: The sandbox has the catalog of account 000000000000 alone, not"
                + " of 123456789012"));
  }

  @Test
  void refusesNamesThatAreTooShortOrTooLong() {
    String wrong =
        "ValidationException: 1 validation error detected: Value at 'databaseInput.name' failed to"
            + " satisfy constraint: Member must have length ";

    assertThat(refusal(() -> create("")), is(wrong + "greater than or equal to 1"));
    assertThat(refusal(() -> create("x".repeat(256))), is(wrong + "less than or equal to 255"));
  }

  @Test
  void refusesWhatIsMissing() {
    assertThat(
        refusal(() -> glue.createDatabase(d -> {})),
        is(
            "ValidationException: 1 validation error detected: Value at 'databaseInput' failed to"
                + " satisfy constraint: Member must not be null"));
  }

  @Test
  void refusesPagesOfAnotherSize() {
    String wrong =
        "ValidationException: 1 validation error detected: Value at 'maxResults' failed to satisfy"
            + " constraint: Member must have value ";

    assertThat(
        refusal(() -> glue.getDatabases(d -> d.maxResults(0))),
        is(wrong + "greater than or equal to 1"));
    assertThat(
        refusal(() -> glue.getDatabases(d -> d.maxResults(101))),
        is(wrong + "less than or equal to 100"));
  }

  @Test
  void refusesATokenThatIsNotItsOwn() {
    assertThat(
        refusal(() -> glue.getDatabases(d -> d.nextToken("bm8="))),
        is("InvalidInputException: Invalid NextToken"));
  }

  @Test
  void refusesOtherOperations() {
    assertThat(
        refusal(() -> glue.listJobs(j -> {})),
        is(
            "UnknownOperationException: The sandbox's Glue has databases, tables and partitions,"
                + " not ListJobs"));
  }
}
