/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.cli.ProgressConsole.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressConsoleTest {

  private static final String CLEAR = "\r\u001b[K";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void drawsABarOnATerminal() {
    ProgressConsole console = console(Style.BAR, 100);

    console.progress("Reading", 2_400_000, 4_800_000);

    assertThat(
        shown(), is(CLEAR + "Reading [############------------]  50%  2.4 MB of 4.8 MB  0:00"));
  }

  @Test
  void coloursTheBar() {
    ProgressConsole console = console(Style.COLOUR_BAR, 100);

    console.progress("Reading", 1, 1);

    assertThat(
        shown(),
        is(CLEAR + "Reading [\u001b[32m########################\u001b[0m] 100%  1 B of 1 B  0:00"));
  }

  @Test
  void redrawsAtMostFiveTimesASecond() {
    ProgressConsole console = console(Style.BAR, 100);

    for (int millis = 0; millis < 1000; millis += 10) {
      nanos.set(TimeUnit.MILLISECONDS.toNanos(millis));
      console.progress("Reading", millis, 1000);
    }

    assertThat(shown().split("\r", -1).length - 1, is(5));
  }

  @Test
  void cutsTheBarAtTheTerminalsEdge() {
    ProgressConsole console = console(Style.BAR, 20);

    console.progress("Reading", 1, 2);

    assertThat(shown(), is(CLEAR + "Reading [##########"));
  }

  @Test
  void leavesALineForEachPhaseOnATerminal() {
    ProgressConsole console = console(Style.BAR, 100);

    console.progress("Reading", 1, 2);
    nanos.set(TimeUnit.SECONDS.toNanos(61));
    console.progress("Publishing", 1, 3, "files");
    console.finish();

    assertThat(
        shown(),
        is(
            CLEAR
                + "Reading [############------------]  50%  1 B of 2 B  0:00"
                + CLEAR
                + "Reading 50%, 1 B of 2 B, 1:01\n"
                + CLEAR
                + "Publishing [#######-----------------]  33%  1 of 3 files  0:00"
                + CLEAR
                + "Publishing 33%, 1 of 3 files, 0:00\n"));
  }

  @Test
  void saysALineAboveTheBar() {
    ProgressConsole console = console(Style.BAR, 100);

    console.progress("Reading", 1, 0);
    console.say("Schema: a, b");

    assertThat(shown(), is(CLEAR + "Reading  1 B  0:00" + CLEAR + "Schema: a, b\n"));
  }

  @Test
  void writesALineEveryTenSecondsToALog() {
    ProgressConsole console = console(Style.LINES, 100);

    for (int second = 0; second <= 25; second++) {
      nanos.set(TimeUnit.SECONDS.toNanos(second));
      console.progress("Reading", second * 1_000_000L, 25_000_000);
    }
    console.finish();

    assertThat(
        shown(),
        is(
            """
            Reading 40%, 10.0 MB of 25.0 MB, 0:10
            Reading 80%, 20.0 MB of 25.0 MB, 0:20
            Reading 100%, 25.0 MB of 25.0 MB, 0:25
            """));
  }

  @Test
  void endsThePhaseWhenTheNextBegins() {
    ProgressConsole console = console(Style.LINES, 100);

    console.progress("Reading", 5, 5);
    console.progress("Writing", 0, 5);

    assertThat(shown(), is("Reading 100%, 5 B of 5 B, 0:00\n"));
  }

  @Test
  void showsNoMoreThanAllEvenIfMoreIsDone() {
    ProgressConsole console = console(Style.LINES, 100);

    console.progress("Reading", 7, 5);
    console.finish();

    assertThat(shown(), is("Reading 100%, 7 B of 5 B, 0:00\n"));
  }

  @Test
  void showsNothingIfQuiet() {
    ProgressConsole console = console(Style.QUIET, 100);

    console.say("Schema: a, b");
    console.progress("Reading", 5, 5);
    console.finish();

    assertThat(shown(), is(""));
  }

  @Test
  void clearsTheBarOfAFailedRun() {
    ProgressConsole console = console(Style.BAR, 100);

    console.progress("Reading", 1, 0);
    console.abandon();
    console.finish();

    assertThat(shown(), is(CLEAR + "Reading  1 B  0:00" + CLEAR));
  }

  private ProgressConsole console(Style style, int width) {
    return new ProgressConsole(
        new PrintStream(err, true, UTF_8), style, width, nanos::get, new Interruption());
  }

  private String shown() {
    return err.toString(UTF_8);
  }
}
