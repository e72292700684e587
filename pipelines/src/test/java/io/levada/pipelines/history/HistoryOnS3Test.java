/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.levada.io.ledger.Run.State;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.pipelines.LevadaCommands;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import io.levada.sandbox.Service;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code levada runs} and {@code levada bookmark} on S3. */
@ExtendWith(SandboxExtension.class)
class HistoryOnS3Test {

  private static final String ODD = "a b+%/ç😀.json";

  @TempDir private Path folder;
  private TableWithRuns table;
  private Sandbox sandbox;

  @BeforeEach
  void begin(Sandbox sandbox, SandboxSpace space) {
    this.sandbox = sandbox;
    table =
        new TableWithRuns(
            new LevadaCommands(folder),
            Location.of("s3://" + space.bucket()),
            AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint()));
  }

  @Test
  void listsRuns() throws IOException {
    String run = run();

    assertThat(table.command("runs", "list"), is(0));

    assertThat(table.levada().out(), containsString("\n" + run + "  COMMITTED  "));
  }

  @Test
  void showsARun() throws IOException {
    String run = run();

    assertThat(table.command("runs", "show", "latest", "--inputs", "--files"), is(0));

    assertThat(
        table.levada().out(),
        allOf(
            startsWith("Run         " + run + "\nTable       " + table.table() + "\n"),
            containsString("\nMoves       1 input, done\n"),
            containsString("  " + table.pending(ODD) + "\n")));
  }

  @Test
  void findsAFileByWhereItWasMoved() throws IOException {
    run();
    assertThat(table.command("runs", "why", table.pending(ODD).uri()), is(0));
    String moved = table.levada().out().strip().replaceFirst("(?s).*Moved to +", "");

    assertThat(table.command("runs", "why", moved), is(0));

    assertThat(
        table.levada().out(),
        containsString("\nInput       " + table.pending(ODD) + "\nRows        2 read = 1 written"));
  }

  @Test
  void recoversARun() throws IOException {
    String open = table.cutOffOpen();
    String prepared = table.cutOffPrepared(List.of(), List.of());

    assertThat(table.command("runs", "recover"), is(0));

    assertThat(
        table.levada().out(),
        allOf(
            containsString("Run " + open + " was cut off as OPEN and is ROLLED_BACK\n"),
            containsString("Run " + prepared + " was cut off as PREPARED and is COMMITTED\n")));
    assertThat(table.recorded(open).unfinished(), is(false));
    assertThat(table.recorded(prepared).state(), is(State.COMMITTED));
  }

  @Test
  void forgetsFiles() throws IOException {
    String run = run("--processed=keep");
    assertThat(table.command("bookmark", "list", "--files"), is(0));
    assertThat(table.levada().out(), endsWith("\n" + run + "  " + table.pending(ODD) + "\n"));

    assertThat(table.command("bookmark", "reset"), is(0));

    assertThat(
        table.levada().out(),
        equalTo("Forgotten: 1 file of 1 run; the rows stay in " + table.table() + "\n"));
    run("--processed=keep");
    assertThat(table.levada().summary().get("inputFiles").asInt(), is(1));
  }

  @Test
  void writesNothingForATableThatHasNoLedger() {
    assertThat(table.command("runs", "recover"), is(1));

    assertThat(
        table.levada().err(),
        startsWith("levada: Cannot find any run of " + table.table() + ": there is no s3://"));
    assertThat(sandbox.requests().count(Service.S3, "PutObject"), is(0));
  }

  private String run(String... options) throws IOException {
    table.put(ODD, "{\"a\":1}\noops\n");
    return table.run(options);
  }
}
