/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.runs.ItemsFixture.byKey;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.dynamodb.AttributeType;
import io.levada.io.dynamodb.ItemLayout;
import io.levada.io.dynamodb.ItemLayout.Attribute;
import io.levada.io.dynamodb.ItemLayout.KeyRole;
import io.levada.io.storage.AwsSettings;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A load in parts that was asked to stop behind the first one, whose files are gone by then. */
@ExtendWith(SandboxExtension.class)
class PartlyLoadedTest {

  private static final int ROWS = 4;

  /** A part is 900 KB at this rate: less than the first file, which has three of the rows. */
  private static final String RATE = "--maxWritesPerSecond=5";

  /** Small items of large rows: the column of the names is none of their attributes. */
  private static final ItemLayout KEYS =
      new ItemLayout(List.of(new Attribute("id", "Id", AttributeType.S, KeyRole.PARTITION)));

  @TempDir private Path folder;
  private ItemsFixture fixture;
  private ItemLoad load;
  private String run;

  @BeforeEach
  void loadTheFirstPart(Sandbox sandbox, SandboxSpace space) throws IOException {
    fixture = new ItemsFixture(folder, sandbox, space.tablePrefix() + "people");
    load = fixture.load("--createTable=true", RATE);
    run = fixture.write(load, KEYS, load.workTable(), ROWS, PartlyLoadedTest::largeRow).run();
    ItemLoad stopped = fixture.load(new StoppedBehindTheFirstRun(), "--createTable=true", RATE);
    assertThrows(RunFailedException.class, stopped::loadWorkTable);
    assertThat(fixture.scanned(), aMapWithSize(allOf(greaterThan(0), lessThan(ROWS))));
  }

  @AfterEach
  void disconnect() {
    fixture.close();
  }

  @Test
  void isLoadedToTheEndByARerun() throws IOException {
    load.check(KEYS, load.workTable());
    load.loadWorkTable();

    assertThat(fixture.scanned(), equalTo(byKey(keys())));
  }

  @Test
  void isNotDiscardedUnlessToldTo() throws IOException {
    ItemDiscard discard = ItemDiscard.of(aws(), load.workTable(), run);

    RunFailedException refused =
        assertThrows(RunFailedException.class, () -> discard.run(Console.silent()));

    assertThat(
        refused.getMessage(),
        allOf(
            containsString("has loaded its items, or some of them, which would stay in the"),
            containsString("add --partly-loaded")));
  }

  @Test
  void saysThatItemsStayWhenItIsDiscarded() throws IOException {
    ItemDiscard discard = ItemDiscard.ofRest(aws(), load.workTable(), run);

    assertThat(
        discard.run(Console.silent()),
        hasItem(containsString("or some of them: those stay in the DynamoDB table")));
  }

  @Test
  void isNotLoadedIntoATableThatWasMadeAnew() throws IOException {
    deleteTheTable();
    fixture.createProvisioned(100);

    RunFailedException refused = assertThrows(RunFailedException.class, load::loadWorkTable);

    assertThat(refused.getMessage(), allOf(containsString("made anew"), namesTheDiscard()));
    assertThat(fixture.scanned(), anEmptyMap());
  }

  @Test
  void isNotLoadedIntoATableThatIsToBeMadeAnew() {
    deleteTheTable();

    RunFailedException refused =
        assertThrows(RunFailedException.class, () -> load.check(KEYS, load.workTable()));

    assertThat(refused.getMessage(), namesTheDiscard());
  }

  @Test
  void leavesATableMadeAnewToOthersOnceItIsDiscarded() throws IOException {
    deleteTheTable();
    ItemDiscard.ofRest(aws(), load.workTable(), run).run(Console.silent());

    load.check(KEYS, load.workTable());
    fixture.write(load, KEYS, load.workTable(), ROWS, ItemsFixture::row);
    load.loadWorkTable();

    assertThat(fixture.scanned(), equalTo(byKey(keys())));
  }

  private void deleteTheTable() {
    fixture.client().deleteTable(request -> request.tableName(fixture.table()));
  }

  private Matcher<String> namesTheDiscard() {
    return containsString(
        "levada runs discard " + load.workTable() + " " + run + " --partly-loaded gives it up");
  }

  private static AwsSettings aws() {
    return AwsSettings.ofTheMachine();
  }

  private static List<Map<String, AttributeValue>> keys() {
    List<Map<String, AttributeValue>> keys = new ArrayList<>();
    for (int number = 0; number < ROWS; number++) {
      keys.add(Map.of("Id", AttributeValue.fromS("id-" + number)));
    }
    return keys;
  }

  /** Half a megabyte that can't be compressed. */
  private static String largeRow(int number) {
    byte[] noise = new byte[380_000];
    new Random(number).nextBytes(noise);
    String name = Base64.getEncoder().encodeToString(noise);
    return ItemsFixture.row(number).replace("Ana", name);
  }

  /** As if the process were asked to stop when the second run begins. */
  private static final class StoppedBehindTheFirstRun implements Console {

    /** One while a run can be undone, and one while it is published. */
    private static final int OF_A_RUN = 2;

    private int calls;

    @Override
    public Undo onInterrupt(Runnable undo) {
      if (++calls > OF_A_RUN) {
        throw new RunFailedException(ExitCode.INTERRUPTED, "Interrupted");
      }
      return Console.super.onInterrupt(undo);
    }

    @Override
    public void say(String line) {}

    @Override
    public void progress(String phase, long done, long total) {}
  }
}
