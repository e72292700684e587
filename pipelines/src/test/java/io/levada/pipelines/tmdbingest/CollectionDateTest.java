/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.sandbox.TmdbFault;
import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which date a run takes that is asked for none, behind one that was cut off. */
class CollectionDateTest {

  @TempDir private Path folder;
  private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
  private TmdbServer tmdb;
  private TmdbZone zone;

  @BeforeEach
  void startTmdb() throws IOException {
    tmdb = TmdbServer.start(TmdbFilms.generated(25));
    zone = new TmdbZone(folder, tmdb);
  }

  @AfterEach
  void stopTmdb() {
    tmdb.close();
  }

  /** A run that TMDB refuses at a film. */
  private void cutOff(String... options) {
    tmdb.faults().add(TmdbFault.error(401).onFilm(24));
    assertThat(zone.ingest(options), is(1));
    tmdb.faults().clear();
  }

  /** As if the collection that was cut off had begun so long ago, the day before. */
  private void makeItYesterdays(Duration age) throws IOException {
    String path =
        zone.kept().keySet().stream()
            .filter(name -> name.endsWith("collection.json"))
            .findFirst()
            .orElseThrow();
    Path file = zone.ledger().resolve("collections").resolve(path);
    ObjectMapper json = new ObjectMapper();
    ObjectNode about = (ObjectNode) json.readTree(file.toFile());
    about.put("date", today.minusDays(1).toString());
    about.put("began", Instant.now().minus(age).toString());
    json.writeValue(file.toFile(), about);
  }

  private void ingestToday() {
    assertThat(zone.ingest(TmdbZone.TODAY), is(0));
  }

  /** The dates that there are films of. */
  private List<String> dates() throws IOException {
    SortedMap<String, String> files = TmdbZone.below(zone.output());
    TreeSet<String> dates = new TreeSet<>();
    for (String file : files.keySet()) {
      if (file.startsWith("dt=")) {
        dates.add(file.substring(3, 13));
      }
    }
    return List.copyOf(dates);
  }

  private List<String> notes() throws IOException {
    List<String> notes = new ArrayList<>();
    for (JsonNode note : zone.summary().get("notes")) {
      notes.add(note.asText());
    }
    return notes;
  }

  @Test
  void isTodayBehindADateThatWasAskedFor() throws IOException {
    cutOff("--collectionDate=2026-02-01");

    ingestToday();

    assertThat(dates(), contains(today.toString()));
    assertThat(notes(), is(empty()));
  }

  @Test
  void isTodayBehindADateThatWasToBeReplaced() throws IOException {
    assertThat(zone.ingest("--collectionDate=2026-02-01"), is(0));
    cutOff("--collectionDate=2026-02-01", "--collected=replace");

    ingestToday();

    assertThat(dates(), contains("2026-02-01", today.toString()));
  }

  @Test
  void isTodayIfItWasAskedForAndThenNot() throws IOException {
    cutOff("--collectionDate=" + today);
    tmdb.requests().reset();

    ingestToday();

    assertThat(dates(), contains(today.toString()));
    assertThat(tmdb.requests().pages(), is(0L));
  }

  @Test
  void isYesterdayRightBehindMidnight() throws IOException {
    cutOff(TmdbZone.TODAY);
    makeItYesterdays(Duration.ofHours(5));

    ingestToday();

    assertThat(dates(), contains(today.minusDays(1).toString()));
    assertThat(
        notes().get(1),
        is(
            "Its films are those of "
                + today.minusDays(1)
                + ": run it again for those of "
                + today));
  }

  @Test
  void isTodayBehindYesterday() throws IOException {
    cutOff(TmdbZone.TODAY);
    makeItYesterdays(Duration.ofHours(5));
    ingestToday();

    ingestToday();

    assertThat(dates(), contains(today.minusDays(1).toString(), today.toString()));
  }

  @Test
  void isTodayIfYesterdayIsHoursAgo() throws IOException {
    cutOff(TmdbZone.TODAY);
    makeItYesterdays(Duration.ofHours(7));

    ingestToday();

    assertThat(dates(), contains(today.toString()));
  }

  @Test
  void isTodayIfYesterdaysFilmsAreThere() throws IOException {
    assertThat(zone.ingest("--collectionDate=" + today.minusDays(1)), is(0));
    cutOff(TmdbZone.TODAY);
    makeItYesterdays(Duration.ofHours(5));

    ingestToday();

    assertThat(dates(), contains(today.minusDays(1).toString(), today.toString()));
  }
}
