/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.cli.Levada;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The demo of all pipelines as it is, once. */
@Timeout(180)
class WholeDemoTest {

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
      exitCode = levada.run("demo", "--all", "--folder=" + folder);
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
  void tellsEachStepInALine() {
    List<String> steps =
        told.stream()
            .filter(line -> line.matches(".* +[0-9]+\\.[0-9] s"))
            .map(line -> line.replaceFirst(" +[0-9.]+ s$", "").replaceAll(" {2,}", " | "))
            .toList();

    assertThat(
        steps,
        contains(
            "events | landing -> stage -> trusted.edits: 39,244 read = 39,244 written",
            "events | once more: nothing to do",
            "parse-events | raw -> silver.events: 399 read = 303 written + 96 rejected",
            "csv-to-trusted | raw -> trusted.old_films: 603 read = 600 written + 3 rejected",
            "tmdb-ingest | TMDB -> raw: 200 read = 53 written + 147 filtered",
            "tmdb-to-trusted | raw -> trusted.films: 53 read = 53 written",
            "crawl | silver.people: 14 files that another tool has written",
            "silver-to-gold | silver.people -> gold.salaries: 138 read = 138 grouped, 48 groups",
            "to-dynamodb | trusted.old_films -> trusted.film_items -> DynamoDB: 600 read = 600 written",
            "read back | films: 600 items, 00001 is A \"Nova\" Onda 1 of 1931, 3.2"));
  }

  @Test
  void countsInEachTableTheRowsThatItsRunHasWritten() {
    int table = lineThatBegins("name  ");

    assertThat(
        told.subList(table + 2, table + 9).stream()
            .map(line -> line.replaceAll(" +", " "))
            .toList(),
        contains(
            "trusted.edits 39244",
            "trusted.old_films 600",
            "trusted.films 53",
            "trusted.film_items 600",
            "silver.events 303",
            "silver.people 138",
            "gold.salaries 48"));
  }

  @Test
  void showsTheChannelsWithTheMostEdits() {
    int table = lineThatBegins("domain_event_type");

    assertThat(told.get(table + 2), is("#vi.wikipedia-Main   9707   287700"));
  }

  @Test
  void showsTheLedgersRun() {
    assertThat(told.stream().filter(line -> line.contains("  COMMITTED  ")).count(), is(1L));
  }

  @Test
  void leavesEachTableInItsFolder() throws IOException {
    assertThat(tables("trusted"), containsInAnyOrder("edits", "old_films", "films", "film_items"));
    assertThat(tables("silver"), containsInAnyOrder("events", "people"));
    assertThat(tables("gold"), contains("salaries"));
    assertThat(tables("landing"), contains("processed"));
    assertThat(tables("raw"), containsInAnyOrder("events", "old_films", "tmdb"));
  }

  @Test
  void tellsHowToGoOn() {
    assertThat(told, hasItem(containsString("levada sandbox --folder=" + folder + " --port=")));
  }

  private static List<String> tables(String bucket) throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("s3").resolve(bucket))) {
      return folders
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("_levada"))
          .toList();
    }
  }

  private static int lineThatBegins(String text) {
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i).startsWith(text)) {
        return i;
      }
    }
    throw new AssertionError("No line begins with " + text + " in\n" + String.join("\n", told));
  }
}
