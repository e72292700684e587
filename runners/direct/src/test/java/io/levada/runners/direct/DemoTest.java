/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;

import io.levada.pipelines.cli.Levada;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo as it is, once. */
@Timeout(180)
class DemoTest {

  @TempDir private static Path folder;

  private static int exitCode;
  private static List<String> told;
  private static String errors;

  @BeforeAll
  static void runDemo() {
    String home = System.getProperty("levada.home");
    System.setProperty("levada.home", "../..");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      Levada levada =
          new Levada(
              new PrintStream(out, true, UTF_8),
              new PrintStream(err, true, UTF_8),
              Map.of(),
              false);
      exitCode = levada.run("demo", "--folder=" + folder);
    } finally {
      if (home == null) {
        System.clearProperty("levada.home");
      } else {
        System.setProperty("levada.home", home);
      }
    }
    told = out.toString(UTF_8).lines().toList();
    errors = err.toString(UTF_8);
  }

  @Test
  void succeeds() {
    assertThat(errors, exitCode, is(0));
  }

  @Test
  void showsTheCommandAsItCanBePasted() {
    int first = lineThatBegins("$ ");

    assertThat(
        String.join("\n", told.subList(first, first + 4)),
        matchesPattern(
            """
            \\$ \\S+/levada run events --landing=s3://landing --stage=s3://stage/events \\\\
                --output=s3://trusted/events --schema=infer --timestampField=time \\\\
                --typeFields=channel,namespace --keyFields=time,channel,page,user \\\\
                --endpoint=http://127.0.0.1:\\d+ --awsRegion=us-east-1"""));
  }

  @Test
  void takesEveryRecordToTheStageAndOnToTheTable() {
    assertThat(linesWith("= 39,244 written").size(), is(2));
  }

  @Test
  void showsThatTheFileHasLeftTheLandingZone() {
    int listing = lineThatBegins("The landing zone has now:");

    assertThat(
        told.subList(listing + 1, listing + 3),
        contains(
            matchesPattern(
                "  s3://landing/processed/date=\\d{4}-\\d\\d-\\d\\d"
                    + "/wikipedia-edits-2015-09-12.json.gz  2.4 MB"),
            is("")));
  }

  @Test
  void hasNothingToDoTheSecondTime() {
    assertThat(linesWith("Nothing to do: there are no input files.").size(), is(2));
  }

  @Test
  void showsTheLedgersOneRun() {
    assertThat(linesWith("  COMMITTED  ").size(), is(1));
  }

  @Test
  void showsTheChannelsWithTheMostEdits() {
    int table = lineThatBegins("channel_namespace");

    assertThat(
        told.subList(table + 2, table + 5),
        contains(
            "#vi.wikipedia-Main       2015-09-12   9697     40   287502",
            "#en.wikipedia-Main       2015-09-12   7804   3595  1065847",
            "#de.wikipedia-Main       2015-09-12   1761    679   250025"));
  }

  @Test
  void tellsHowToGoOn() {
    assertThat(linesWith(" sandbox --folder=" + folder + " --port=").size(), is(1));
  }

  private static int lineThatBegins(String text) {
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i).startsWith(text)) {
        return i;
      }
    }
    throw new AssertionError("No line begins with " + text + " in\n" + String.join("\n", told));
  }

  private static List<String> linesWith(String text) {
    return told.stream().filter(line -> line.contains(text)).toList();
  }
}
