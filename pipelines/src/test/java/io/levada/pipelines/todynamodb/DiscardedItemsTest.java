/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import io.levada.io.dynamodb.PlainDynamoDb;
import io.levada.io.storage.PlainS3;
import io.levada.pipelines.LevadaCommands;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code levada runs discard} as it is typed, on items that wait behind a load that failed. */
@ExtendWith(SandboxExtension.class)
class DiscardedItemsTest {

  private static final Pattern COMMAND = Pattern.compile("levada (runs discard \\S+ \\S+)");

  @TempDir private Path folder;
  private Sandbox sandbox;
  private PlainDynamoDb dynamo;
  private LevadaCommands levada;
  private String table;

  @BeforeEach
  void open(Sandbox server, SandboxSpace space) throws IOException {
    sandbox = server;
    dynamo = new PlainDynamoDb(server);
    levada = new LevadaCommands(folder);
    table = space.tablePrefix() + "people";
    levada.write("in/a.json", "{\"id\": 1, \"nome\": \"Ana\"}");
  }

  @AfterEach
  void close() {
    dynamo.close();
  }

  @Test
  void isNamedByTheJobThatFindsItemsMappedOtherwise() throws IOException {
    leftBeforeTheLoad(ofTheFolder("nome"));

    int refused = load(ofTheFolder("id"));

    assertThat(levada.err(), refused, is(1));
    assertThat(levada.command(commandIn(levada.err())), is(0));
    loaded(ofTheFolder("id"));
    assertThat(dynamo.items(table), contains(person("1", "Ana")));
  }

  @Test
  void saysWhatItHasDone() throws IOException {
    leftBeforeTheLoad(ofTheFolder("nome"));
    String run = latest(items());

    assertThat(discard(items(), "latest"), is(0));

    assertThat(
        levada.out(),
        is(
            "Discarded run "
                + run
                + ": 1 file of "
                + items()
                + " removed\nIts inputs are where they were: the next run that is given them reads"
                + " them\n"));
    assertThat(LevadaCommands.parquetBelow(Path.of(items())), empty());
  }

  @Test
  void isARunOfTheTableOfItems() throws IOException {
    leftBeforeTheLoad(ofTheFolder("nome"));
    String run = latest(items());

    discard(items(), run);

    assertThat(levada.command("runs", "show", items(), "latest"), is(0));
    assertThat(
        levada.out(),
        allOf(
            containsString("COMMITTED"),
            containsString("Pipeline    discard"),
            containsString("Replaced    1 file"),
            containsString("Discarded run " + run)));
  }

  @Test
  void hasTheInputsReadAgainThatABookmarkKnew() throws IOException {
    String[] words = with(ofTheFolder("nome"), "--bookmark=enable");
    leftBeforeTheLoad(words);

    discard(items(), "latest");

    loaded(with(ofTheFolder("id"), "--bookmark=enable"));
    assertThat(dynamo.items(table), contains(person("1", "Ana")));
  }

  @Test
  void saysWhereInputsAreThatWereMoved() throws IOException {
    levada.write("landing/pending/a.json", "{\"id\": 1, \"nome\": \"Ana\"}");
    leftBeforeTheLoad(
        "--landing=" + folder.resolve("landing"), "--keyFields=nome", "--mapping=id:pk,nome:name");
    String run = latest(items());

    discard(items(), run);

    assertThat(
        levada.out(),
        containsString(
            "It has moved its 1 input, which no run reads there: levada runs show "
                + items()
                + " "
                + run
                + " --files"));
  }

  @Test
  void leavesItemsThatALoadMayHavePutInPart() throws IOException {
    sandbox.faults().add(Fault.accessDenied().on("BatchWriteItem"));
    load(ofTheFolder("id"));
    sandbox.faults().clear();

    int refused = discard(items(), "latest");

    assertThat(levada.err(), refused, is(1));
    assertThat(
        levada.err(),
        allOf(
            containsString("has loaded its items, or some of them, which would stay in the"),
            containsString("add --partly-loaded to discard what waits")));
    loaded(ofTheFolder("id"));
    assertThat(dynamo.items(table), contains(person("1", "Ana")));
  }

  @Test
  void discardsTheRestWhenToldTo() throws IOException {
    sandbox.faults().add(Fault.accessDenied().on("BatchWriteItem"));
    load(ofTheFolder("id"));
    sandbox.faults().clear();

    assertThat(discard(items(), "latest", "--partly-loaded"), is(0));

    assertThat(levada.out(), containsString("or some of them: those stay in the DynamoDB table"));
    assertThat(LevadaCommands.parquetBelow(Path.of(items())), empty());
  }

  @Test
  void refusesWhatIsLoaded() throws IOException {
    loaded(with(ofTheFolder("id"), "--lakeOutput=" + folder.resolve("lake/people")));

    int refused = discard(folder.resolve("lake/people").toString(), "latest");

    assertThat(levada.err(), refused, is(1));
    assertThat(levada.err(), containsString("its items do not wait: they are loaded"));
  }

  @Test
  void refusesARunThatHasMappedNothing() {
    loaded(ofTheFolder("id"));

    int refused = discard(home().toString(), "latest");

    assertThat(levada.err(), refused, is(1));
    assertThat(levada.err(), containsString("it has mapped no items for DynamoDB"));
  }

  @Test
  void givesWayToALoadThatIsAtWork() throws IOException {
    AtomicInteger exit = new AtomicInteger();
    LevadaCommands other = new LevadaCommands(Files.createDirectories(folder.resolve("other")));
    sandbox
        .faults()
        .add(
            Fault.run(() -> exit.set(other.command("runs", "discard", items(), "latest")))
                .on("BatchWriteItem")
                .times(1));

    loaded(with(ofTheFolder("id"), "--lockLease=3s"));

    assertThat(other.err(), exit.get(), is(5));
    assertThat(dynamo.items(table), contains(person("1", "Ana")));
  }

  @Test
  void freesTheIdOfALoadInTheLakeAndItsPartition() throws IOException, SQLException {
    String catalog = "local:" + folder.resolve("catalog");
    String[] lake = {
      "--lakeOutput=" + folder.resolve("lake/people"),
      "--lakeCatalog=" + catalog,
      "--lakeDatabase=trusted",
      "--lakeTable=people",
      "--dataVersao=2024-05-01"
    };
    loaded(with(with(ofTheFolder("id"), lake), "--idCarga=1"));
    leftBeforeTheLoad(with(with(ofTheFolder("id"), lake), "--idCarga=2", "--filter=id = 1"));

    assertThat(discard(folder.resolve("lake/people").toString(), "latest"), is(0));

    levada.command("describe", "trusted.people", "--catalog=" + catalog);
    assertThat(
        levada.out(), allOf(containsString("id_carga=1"), not(containsString("id_carga=2"))));
    loaded(with(with(ofTheFolder("id"), lake), "--idCarga=2"));
    assertThat(
        LevadaCommands.rows(folder.resolve("lake/people"), "id_carga, pk"), contains("1 1", "2 1"));
  }

  @Test
  void isFinishedByARecoveryWhenFilesCannotBeRemoved(SandboxSpace space) throws IOException {
    String home = "s3://" + space.bucket() + "/dynamo/people";
    leftBeforeTheLoad(with(ofTheFolder("id"), "--ledger=" + home));
    sandbox.faults().add(Fault.accessDenied().on("DeleteObjects"));

    int owed = discard(home + "/items", "latest");

    sandbox.faults().clear();
    assertThat(levada.err(), owed, is(6));
    assertThat(
        levada.command("runs", "recover", home + "/items", "--endpoint=" + endpoint()), is(0));
    try (PlainS3 s3 = new PlainS3(sandbox)) {
      assertThat(
          s3.list(home + "/items").keySet().stream()
              .filter(file -> file.endsWith(".parquet"))
              .toList(),
          empty());
    }
  }

  private static String person(String id, String name) {
    return "{\"name\":{\"S\":\"" + name + "\"},\"pk\":{\"N\":\"" + id + "\"}}";
  }

  /** The input, with the column that is the key. */
  private String[] ofTheFolder(String key) {
    return new String[] {
      "--input=" + folder.resolve("in"), "--keyFields=" + key, "--mapping=id:pk,nome:name"
    };
  }

  private String endpoint() {
    return sandbox.endpoint().toString();
  }

  private Path home() {
    return folder.resolve("dynamo/people");
  }

  private String items() {
    return home().resolve("items").toString();
  }

  private int load(String... more) {
    List<String> words = new ArrayList<>(List.of("to-dynamodb"));
    words.addAll(List.of(more));
    words.add("--table=" + table);
    words.add("--createTable=true");
    words.add("--endpoint=" + endpoint());
    words.add("--awsRegion=us-east-1");
    if (words.stream().noneMatch(word -> word.startsWith("--ledger"))) {
      words.add("--ledger=" + home());
    }
    return levada.run(words.toArray(String[]::new));
  }

  private void loaded(String... more) {
    int exit = load(more);
    assertThat(levada.err(), exit, is(0));
  }

  /** Maps, and can't begin to load. */
  private void leftBeforeTheLoad(String... words) {
    sandbox.faults().add(Fault.accessDenied().on("DescribeTable").fromCall(2));
    int failed = load(words);
    sandbox.faults().clear();
    assertThat(levada.err(), failed, is(1));
  }

  private int discard(String items, String... more) {
    return levada.command(
        with(new String[] {"runs", "discard", items}, with(more, "--endpoint=" + endpoint())));
  }

  private String latest(String items) {
    assertThat(levada.command("runs", "show", items, "latest"), is(0));
    assertThat(levada.out(), startsWith("Run"));
    return levada.out().lines().findFirst().orElseThrow().replaceFirst("Run +", "");
  }

  private static String[] commandIn(String message) {
    Matcher command = COMMAND.matcher(message);
    assertThat(message, command.find(), is(true));
    return command.group(1).split(" ");
  }

  private static String[] with(String[] words, String... more) {
    return Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
