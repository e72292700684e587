/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.runs.ItemsFixture.LAYOUT;
import static io.levada.pipelines.runs.ItemsFixture.byKey;
import static io.levada.pipelines.runs.ItemsFixture.items;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.levada.io.dynamodb.AttributeType;
import io.levada.io.dynamodb.DynamoTable;
import io.levada.io.dynamodb.ItemLayout;
import io.levada.io.dynamodb.ItemLayout.Attribute;
import io.levada.io.dynamodb.ItemLayout.KeyRole;
import io.levada.io.dynamodb.TableState;
import io.levada.io.ledger.Bookmark;
import io.levada.io.ledger.Ledger;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.pipelines.AwsAccess;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.UsageException;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Loading a DynamoDB table, of the sandbox, from a table of items in a folder. */
@ExtendWith(SandboxExtension.class)
class ItemLoadTest {

  private static final String WRITE = "BatchWriteItem";

  @TempDir private Path folder;

  private ItemsFixture fixture;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    fixture = new ItemsFixture(folder, sandbox, space.tablePrefix() + "people");
  }

  @AfterEach
  void disconnect() {
    fixture.close();
  }

  @Test
  void putsEachOfFiftyThousandRowsAsAnItem() throws IOException {
    ItemLoad load = fixture.load("--createTable=true");
    load.check(LAYOUT, load.workTable());
    fixture.write(load.workTable(), 50_000, ItemsFixture::row);

    RunSummary summary = load.loadWorkTable();

    assertThat(summary.load().items(), equalTo(50_000L));
    assertThat(fixture.scanned(), equalTo(byKey(items(50_000))));
  }

  @Test
  void tellsWhatWasConsumed() throws IOException {
    RunSummary summary = loaded(100);

    assertThat(summary.load(), equalTo(new RunSummary.Load(100, 100, 4, 0, 0)));
  }

  @Test
  void putsAllItemsWhenAFifthIsThrottledAndAnswersAreLost(Sandbox sandbox) throws IOException {
    sandbox.faults().add(Fault.throughputExceeded().on(WRITE).withProbability(0.2, 1));
    sandbox.faults().add(Fault.resetAfter().on(WRITE).withProbability(0.02, 2));
    sandbox.faults().add(Fault.unprocessedItems().withProbability(0.1, 3));

    RunSummary summary = loaded(5_000);

    assertThat(fixture.scanned(), equalTo(byKey(items(5_000))));
    assertThat(summary.load().throttled(), greaterThan(20L));
    assertThat(summary.load().repeated(), greaterThan(0L));
  }

  @Test
  void failsInTimeWhenAllIsThrottled(Sandbox sandbox) throws IOException {
    sandbox.faults().add(Fault.throughputExceeded().on(WRITE));
    ItemLoad load = written(100, "--createTable=true", "--maxRetrySeconds=1");

    RunFailedException failure =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () -> assertThrows(RunFailedException.class, load::loadWorkTable));

    assertThat(failure.exitCode(), equalTo(ExitCode.FAILED));
    assertThat(failure.getMessage(), containsString("it took no item of a batch in 1 s"));
  }

  @Test
  void loadsWhatAFailedLoadHasLeft(Sandbox sandbox) throws IOException {
    sandbox.faults().add(Fault.accessDenied().on(WRITE).fromCall(10));
    ItemLoad load = written(1_000, "--createTable=true");
    assertThrows(RunFailedException.class, load::loadWorkTable);
    sandbox.faults().clear();

    RunSummary summary = fixture.load().loadWorkTable();

    assertThat(summary.load().items(), equalTo(1_000L));
    assertThat(fixture.scanned(), equalTo(byKey(items(1_000))));
  }

  @Test
  void emptiesTheWorkTable() throws IOException {
    ItemLoad load = written(10, "--createTable=true");

    load.loadWorkTable();

    assertThat(load.loadWorkTable().notes(), contains("Nothing to do: there are no input files."));
  }

  @Test
  void loadsWhatALakeTableHasOnce() throws IOException {
    Location lake = Location.of(folder.resolve("lake/people").toString());
    fixture.write(lake, 10, ItemsFixture::row);
    ItemLoad load = fixture.load("--createTable=true");
    load.load(lake);

    assertThat(load.load(lake).load(), nullValue());
  }

  @Test
  void leavesItemsOfALakeTablethatAreForAnotherTable() throws IOException {
    Location lake = Location.of(folder.resolve("lake/people").toString());
    ItemLoad load = fixture.load("--createTable=true");
    ItemLoad other = fixture.load("--ledger=" + folder.resolve("elsewhere"));
    fixture.write(other, LAYOUT, lake, 30, ItemsFixture::row);
    fixture.write(load, LAYOUT, lake, 10, ItemsFixture::row);

    load.load(lake);

    assertThat(fixture.scanned(), equalTo(byKey(items(10))));
  }

  @Test
  void refusesItemsOfAMappingThatWasGivenUpBeforeItMakesTheTable() throws IOException {
    ItemLayout givenUp =
        new ItemLayout(List.of(new Attribute("name", "Id", AttributeType.S, KeyRole.PARTITION)));
    ItemLoad load = fixture.load("--createTable=true");
    String run = fixture.write(load, givenUp, load.workTable(), 10, ItemsFixture::row).run();

    RunFailedException refused = assertThrows(RunFailedException.class, () -> check(load, LAYOUT));

    assertThat(refused.getMessage(), containsString("items of run " + run + " wait in "));
    assertThat(
        refused.getMessage(),
        containsString("levada runs discard " + load.workTable() + " " + run + " gives them up"));
    assertThat(fixture.client().listTables().tableNames(), not(hasItem(fixture.table())));
  }

  @Test
  void loadsAnEarlierRunsItemsOfFewerAttributes() throws IOException {
    ItemLayout fewer =
        new ItemLayout(List.of(new Attribute("id", "Id", AttributeType.S, KeyRole.PARTITION)));
    ItemLoad load = fixture.load("--createTable=true");
    fixture.write(load, fewer, load.workTable(), 12, ItemsFixture::row);
    check(load, LAYOUT);
    fixture.write(load.workTable(), 10, ItemsFixture::row);

    load.loadWorkTable();

    List<Map<String, AttributeValue>> all = items(10);
    all.add(Map.of("Id", AttributeValue.fromS("id-10")));
    all.add(Map.of("Id", AttributeValue.fromS("id-11")));
    assertThat(fixture.scanned(), equalTo(byKey(all)));
  }

  @Test
  void loadsRunsInTheirOrder() throws IOException {
    ItemLoad load = fixture.load("--createTable=true");
    fixture.write(load.workTable(), 10, ItemsFixture::row);
    fixture.write(load.workTable(), 5, number -> ItemsFixture.row(number).replace("Ana", "Eva"));

    RunSummary summary = load.loadWorkTable();

    assertThat(summary.parts(), hasSize(2));
    assertThat(
        fixture.scanned().values().stream()
            .map(item -> item.get("fullName").s())
            .filter(name -> name.startsWith("Eva"))
            .count(),
        equalTo(5L));
  }

  @Test
  void leavesAColumnOutThatIsNull() throws IOException {
    ItemLoad load = fixture.load("--createTable=true");
    fixture.write(
        load.workTable(),
        2,
        number -> number == 0 ? ItemsFixture.row(0) : "{\"id\":\"none\",\"points\":null}");

    load.loadWorkTable();

    assertThat(fixture.scanned().get("none"), equalTo(Map.of("Id", AttributeValue.fromS("none"))));
  }

  @Test
  void rejectsTheOneItemThatDynamoDbRefuses() throws IOException {
    ItemLoad load = fixture.load("--createTable=true");
    String tooLarge = "x".repeat(410_000);
    fixture.write(
        load.workTable(),
        60,
        number ->
            number == 7 ? ItemsFixture.row(7).replace("Ana", tooLarge) : ItemsFixture.row(number));

    RunSummary summary = load.loadWorkTable();

    assertThat(summary.rows().rejectsByCode(), equalTo(Map.of("REFUSED_BY_DYNAMODB", 1L)));
    List<Map<String, AttributeValue>> others = items(60);
    others.remove(7);
    assertThat(fixture.scanned(), equalTo(byKey(others)));
  }

  @Test
  void ofTwoLoadsAtOnceOneIsRefused(Sandbox sandbox) throws IOException {
    ItemLoad load = written(100, "--createTable=true", "--lockLease=3s");
    AtomicReference<RunFailedException> second = new AtomicReference<>();
    sandbox
        .faults()
        .add(
            Fault.run(
                    () ->
                        second.set(
                            assertThrows(
                                RunFailedException.class,
                                fixture.load("--lockLease=3s")::loadWorkTable)))
                .on(WRITE)
                .times(1));

    load.loadWorkTable();

    assertThat(second.get().exitCode(), equalTo(ExitCode.LOCKED));
  }

  @Test
  void refusesAnotherLedgerThanTheTablesTagSays() throws IOException {
    loaded(1);

    UsageException refused =
        assertThrows(
            UsageException.class,
            () -> check(fixture.load("--ledger=" + folder.resolve("elsewhere")), LAYOUT));

    assertThat(
        refused.getMessage(), containsString("the loads of the table are recorded in " + folder));
  }

  @Test
  void demandsALedgerWhereTheTableCannotBeTagged(Sandbox sandbox) throws IOException {
    ItemLoad load = written(1, "--createTable=true");
    sandbox.faults().add(Fault.accessDenied().on("TagResource"));

    UsageException refused = assertThrows(UsageException.class, load::loadWorkTable);

    assertThat(
        refused.getMessage(),
        containsString(
            "it can't be tagged: AccessDeniedException to TagResource (give --ledger="
                + folder.resolve("_dynamodb").resolve(fixture.table())));
  }

  @Test
  void demandsALedgerBeforeAnythingIsReadWhereTagsCannotBeRead(Sandbox sandbox) throws IOException {
    loaded(1);
    sandbox.faults().add(Fault.accessDenied().on("ListTagsOfResource"));

    UsageException refused =
        assertThrows(UsageException.class, () -> check(fixture.load(), LAYOUT));

    assertThat(refused.getMessage(), containsString("AccessDeniedException to ListTagsOfResource"));
  }

  @Test
  void saysThatTheTableIsNotTaggedWhereALedgerIsGiven(Sandbox sandbox) throws IOException {
    ItemLoad load = fixture.load("--createTable=true", "--ledger=" + folder.resolve("home"));
    fixture.write(load, LAYOUT, load.workTable(), 1, ItemsFixture::row);
    sandbox.faults().add(Fault.accessDenied().on("ListTagsOfResource", "TagResource"));

    assertThat(
        load.loadWorkTable().notes(),
        hasItem(containsString("not tagged with its ledger (AccessDeniedException")));
  }

  @Test
  void waitsForTheTagsOfATableThatItHasMade(Sandbox sandbox) throws IOException {
    Fault notYet = Fault.error(400, "ResourceNotFoundException", "Requested resource not found");
    sandbox.faults().add(notYet.on("ListTagsOfResource", "TagResource").times(1));

    loaded(10);

    assertThat(fixture.scanned(), equalTo(byKey(items(10))));
  }

  @Test
  void asksATableForNoTagsWhileItIsCreated(Sandbox sandbox) throws IOException {
    loaded(1);
    AwsSettings aws = AwsAccess.of(fixture.options());
    DynamoTable table = new DynamoTable(aws, fixture.table());
    TableState now = table.state().orElseThrow();
    TableState then =
        new TableState(now.arn(), now.created(), true, now.keys(), now.writeCapacity());
    LoadedBefore none = new LoadedBefore(aws, home(), List.of(), List.of());
    sandbox.faults().add(Fault.accessDenied().on("ListTagsOfResource"));

    assertThrows(UsageException.class, new HomeClaim(aws, home(), none, false, table, now)::check);
    assertDoesNotThrow(new HomeClaim(aws, home(), none, false, table, then)::check);
  }

  @Test
  void refusesATableMadeAnewWhileTheBookmarkHasWhatTheOldOneHad() throws IOException {
    Location lake = Location.of(folder.resolve("lake/people").toString());
    ItemLoad load = fixture.load("--createTable=true");
    fixture.write(lake, 10, ItemsFixture::row);
    load.load(lake);
    fixture.client().deleteTable(request -> request.tableName(fixture.table()));

    RunFailedException refused =
        assertThrows(RunFailedException.class, () -> load.check(LAYOUT, lake));

    assertThat(
        refused.getMessage(),
        containsString("levada bookmark reset " + folder.resolve("_dynamodb")));
  }

  @Test
  void refusesATableMadeAnewWhileTheBookmarkHasItsInput() throws IOException {
    loaded(10);
    fixture.client().deleteTable(request -> request.tableName(fixture.table()));
    ItemLoad load = fixture.load("--createTable=true", "--bookmark=ENABLE");

    RunFailedException refused = assertThrows(RunFailedException.class, () -> check(load, LAYOUT));

    assertThat(
        refused.getMessage(), containsString("levada bookmark reset " + load.workTable() + " "));
  }

  @Test
  void loadsAllIntoATableMadeAnewWhenTheBookmarkIsReset() throws IOException {
    Location lake = Location.of(folder.resolve("lake/people").toString());
    ItemLoad load = fixture.load("--createTable=true");
    fixture.write(lake, 10, ItemsFixture::row);
    load.load(lake);
    fixture.client().deleteTable(request -> request.tableName(fixture.table()));
    reset(home());

    load.check(LAYOUT, lake);
    load.load(lake);

    assertThat(fixture.scanned(), equalTo(byKey(items(10))));
  }

  @Test
  void loadsIntoATableMadeAnewWhenTheBookmarkOfTheInputIsReset() throws IOException {
    loaded(10);
    fixture.client().deleteTable(request -> request.tableName(fixture.table()));
    ItemLoad load = fixture.load("--createTable=true", "--bookmark=ENABLE");
    reset(load.workTable());

    check(load, LAYOUT);
    fixture.write(load.workTable(), 10, ItemsFixture::row);
    load.loadWorkTable();

    assertThat(fixture.scanned(), equalTo(byKey(items(10))));
  }

  @Test
  void goesOnWithATableMadeAnewOfWhichNoBookmarkKnows() throws IOException {
    loaded(10);
    fixture.client().deleteTable(request -> request.tableName(fixture.table()));

    loaded(5);

    assertThat(fixture.scanned(), equalTo(byKey(items(5))));
  }

  @Test
  void refusesATableWithOtherKeys() throws IOException {
    loaded(1);
    ItemLayout other =
        new ItemLayout(List.of(new Attribute("id", "Id", AttributeType.N, KeyRole.PARTITION)));

    RunFailedException refused =
        assertThrows(RunFailedException.class, () -> check(fixture.load(), other));

    assertThat(
        refused.getMessage(), containsString("its key is [Id (S)], that of the items is [Id (N)]"));
  }

  @Test
  void refusesANameThatNoTableHas(Sandbox sandbox) {
    ItemsFixture elsewhere = new ItemsFixture(folder, sandbox, "../people");

    UsageException refused = assertThrows(UsageException.class, elsewhere::load);

    elsewhere.close();
    assertThat(refused.getMessage(), containsString("the name of a DynamoDB table"));
  }

  @Test
  void saysHowAMissingTableIsMade() {
    RunFailedException missing =
        assertThrows(RunFailedException.class, () -> check(fixture.load(), LAYOUT));

    assertThat(missing.getMessage(), containsString("--createTable=true creates it"));
  }

  @Test
  void refusesAShareOfATableOnDemand() {
    UsageException refused =
        assertThrows(
            UsageException.class,
            () -> check(fixture.load("--createTable=true", "--capacityShare=0.5"), LAYOUT));

    assertThat(refused.getMessage(), containsString("give --maxWritesPerSecond"));
  }

  @Test
  void spreadsItsWritesOverTheTimeThatTheRateGives(Sandbox sandbox) throws IOException {
    Queue<Long> writes = times(sandbox);
    ItemLoad load = written(600, "--createTable=true", "--maxWritesPerSecond=200");

    load.loadWorkTable();

    assertThat(writes, hasSize(24));
    assertThat(span(writes), greaterThan(Duration.ofSeconds(2)));
  }

  @Test
  void consumesTheShareOfAProvisionedTable(Sandbox sandbox) throws IOException {
    fixture.createProvisioned(400);
    Queue<Long> writes = times(sandbox);
    ItemLoad load = written(600, "--capacityShare=0.5");

    load.loadWorkTable();

    assertThat(writes, hasSize(24));
    assertThat(span(writes), greaterThan(Duration.ofSeconds(2)));
    assertThat(span(writes), lessThan(Duration.ofSeconds(30)));
  }

  @Test
  void saysNothingOfAnItemNorOfOneThatIsRefused() throws IOException {
    ItemLoad load = fixture.load("--createTable=true");
    String tooLarge = "Ana " + "x".repeat(410_000);
    fixture.write(
        load.workTable(),
        100,
        number ->
            number == 7 ? ItemsFixture.row(7).replace("Ana", tooLarge) : ItemsFixture.row(number));
    AtomicReference<RunSummary> summary = new AtomicReference<>();

    String said = said(() -> summary.set(load.loadWorkTable()));

    assertThat(summary.get().rows().rejected(), equalTo(1L));
    assertThat(said + summary.get() + records(), not(containsString("Ana ")));
  }

  @Test
  void saysNothingOfAnItemWhenItCannotWrite(Sandbox sandbox) throws IOException {
    sandbox.faults().add(Fault.internalError().on(WRITE));
    ItemLoad load = written(100, "--createTable=true", "--maxRetrySeconds=1");
    StringWriter failure = new StringWriter();

    String said =
        said(
            () ->
                assertThrows(RunFailedException.class, load::loadWorkTable)
                    .printStackTrace(new PrintWriter(failure, true)));

    assertThat(failure.toString(), containsString("Cannot write to DynamoDB table"));
    assertThat(said + failure + records(), not(containsString("Ana ")));
  }

  /** All that is printed and logged meanwhile. */
  private static String said(Runnable load) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    Logger root = Logger.getLogger("");
    Handler handler = new StreamHandler(printed, new SimpleFormatter());
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    try {
      System.setOut(new PrintStream(printed, true, UTF_8));
      System.setErr(new PrintStream(printed, true, UTF_8));
      load.run();
    } finally {
      System.setOut(out);
      System.setErr(err);
      root.removeHandler(handler);
      handler.flush();
    }
    return printed.toString(UTF_8);
  }

  /** The records of all runs, as text, but for the rejects, which are rows. */
  private String records() throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder.resolve("_dynamodb"))) {
      for (Path file : files.filter(ItemLoadTest::isRecord).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        boolean isZipped = file.toString().endsWith(".gz");
        try (InputStream in =
            isZipped
                ? new GZIPInputStream(new ByteArrayInputStream(bytes))
                : new ByteArrayInputStream(bytes)) {
          text.append(new String(in.readAllBytes(), UTF_8));
        }
      }
    }
    assertThat(text.toString(), containsString("state"));
    return text.toString();
  }

  private static boolean isRecord(Path file) {
    String path = file.toString();
    return Files.isRegularFile(file) && path.contains("/_levada/") && !path.contains("/rejects/");
  }

  /** When batches came to the server, before any of them is applied. */
  private static Queue<Long> times(Sandbox sandbox) {
    Queue<Long> times = new ConcurrentLinkedQueue<>();
    sandbox.faults().add(Fault.run(() -> times.add(System.nanoTime())).on(WRITE));
    return times;
  }

  /**
   * From the first write to the last: 2.875 s for 600 items at 200 a second. A machine that is held
   * up moves single writes, which {@code CapacityLimitTest} leaves out by a clock of its own.
   */
  private static Duration span(Queue<Long> times) {
    LongSummaryStatistics all = times.stream().mapToLong(Long::longValue).summaryStatistics();
    return Duration.ofNanos(all.getMax() - all.getMin());
  }

  private Location home() {
    return Location.of(folder.resolve("_dynamodb").resolve(fixture.table()).toString());
  }

  private static void reset(Location thing) throws IOException {
    new Bookmark(Ledger.find(AwsSettings.ofTheMachine(), thing)).reset(Clock.systemUTC());
  }

  private static void check(ItemLoad load, ItemLayout layout) {
    load.check(layout, load.workTable());
  }

  private RunSummary loaded(int count) throws IOException {
    return written(count, "--createTable=true").loadWorkTable();
  }

  private ItemLoad written(int count, String... flags) throws IOException {
    ItemLoad load = fixture.load(flags);
    fixture.write(load.workTable(), count, ItemsFixture::row);
    return load;
  }
}
