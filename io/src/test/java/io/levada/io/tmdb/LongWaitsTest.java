/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.sandbox.TmdbFault;
import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LongWaitsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path folder;
  private final TmdbServer tmdb = TmdbServer.start(TmdbFilms.generated(20));
  private final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private TmdbSettings settings;

  @BeforeEach
  void writeKey() throws IOException {
    Path key = Files.writeString(folder.resolve("key"), TmdbServer.TOKEN);
    settings =
        new TmdbSettings(
            tmdb.baseUrl(),
            ApiKeyReference.parse("file:" + key),
            "en-US",
            10_000,
            8,
            4,
            Duration.ofMillis(5));
  }

  @AfterEach
  void stopTmdb() {
    tmdb.close();
  }

  private TmdbClient client(Duration answerLimit, LongWaits waits) throws IOException {
    return new TmdbClient(settings, Storages.withoutStaging(), answerLimit, waits);
  }

  /** Asks for a film, and waits no longer than until the first line. */
  private void getUntilTold(Duration shortest) throws IOException {
    LongWaits waits =
        new LongWaits(
            shortest,
            line -> {
              told.add(line);
              Thread.currentThread().interrupt();
            });
    TmdbClient client = client(MINUTE, waits);

    assertThrows(InterruptedException.class, () -> client.get(settings.pathOfFilm(11)));
  }

  private String address() {
    return tmdb.baseUrl() + settings.pathOfFilm(11);
  }

  @Test
  void tellsHowLongTmdbAsksToWait() throws Exception {
    tmdb.faults().add(TmdbFault.tooManyRequests(MINUTE).onFilm(11));

    getUntilTold(MINUTE);

    assertThat(told, contains("TMDB asks to wait for 60 s: it answered 429 to " + address()));
  }

  @Test
  void tellsThatAnAnswerIsNotThereYet() throws Exception {
    tmdb.faults().add(TmdbFault.delay(MINUTE).onFilm(11));

    getUntilTold(SECOND);

    assertThat(
        told,
        contains(
            "Waiting for an answer to " + address() + ": none in 1 s (asked again behind 60 s)"));
  }

  @Test
  void tellsWhySomethingIsAskedForAgain() throws Exception {
    tmdb.faults().add(TmdbFault.delay(MINUTE).onFilm(11).times(1));
    Duration limit = Duration.ofSeconds(3);

    client(limit, new LongWaits(limit, told::add)).get(settings.pathOfFilm(11));

    assertThat(
        told,
        contains(
            matchesPattern(
                Pattern.quote("Waiting for " + address() + " for ")
                    + "\\d+ s; attempt 2 of 4 follows: no answer in 3 s")));
  }

  @Test
  void tellsNothingOfWhatIsSoonOver() throws Exception {
    tmdb.faults().add(TmdbFault.error(500).times(2));
    Answers answers =
        new Answers(Storages.withoutStaging(), Location.of(folder.resolve("kept").toString()));

    new Fetch(client(MINUTE, new LongWaits(MINUTE, told::add)), answers)
        .all(
            tmdb.films().ids().stream().map(settings::pathOfFilm).toList(), (path, answer) -> true);

    assertThat(told, is(empty()));
  }

  @Test
  void tellsOneLineOfWhatManyWaitFor() {
    LongWaits waits = new LongWaits(MINUTE, told::add);

    for (int i = 0; i < 8; i++) {
      int request = i;
      waits.tell(Duration.ofMinutes(2), () -> "request " + request);
    }

    assertThat(told, contains("request 0"));
  }

  @Test
  void tellsAgainWhenAsLongHasPassed() throws Exception {
    LongWaits waits = new LongWaits(Duration.ofNanos(1), told::add);
    waits.tell(SECOND, () -> "one");
    long start = System.nanoTime();
    while (System.nanoTime() - start < 2) {
      Thread.onSpinWait();
    }

    waits.tell(SECOND, () -> "two");

    assertThat(told, contains("one", "two"));
  }
}
