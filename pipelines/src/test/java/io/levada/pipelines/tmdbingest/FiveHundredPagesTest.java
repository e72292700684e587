/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;

import io.levada.sandbox.TmdbFault;
import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbRequest;
import io.levada.sandbox.TmdbServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As many pages as TMDB lists, with a run that is cut off in the middle. A build has 4 films on a
 * page; {@code -Dlevada.tmdb.pageSize=20} is as many as TMDB has, 10,000 in all.
 */
class FiveHundredPagesTest {

  private static final int PAGE_SIZE = Integer.getInteger("levada.tmdb.pageSize", 4);
  private static final int FILMS = 500 * PAGE_SIZE;
  private static final Pattern KEPT = Pattern.compile("\"path\":\"/movie/(\\d+)\\?");

  @TempDir private Path folder;

  @Test
  void takesEachFilmOnceWhateverFailsAndOnlyTheRestBehindACut() throws Exception {
    try (TmdbServer tmdb = TmdbServer.start(TmdbFilms.generated(FILMS).withPageSize(PAGE_SIZE))) {
      TmdbZone zone = new TmdbZone(folder, tmdb);
      tmdb.faults().add(TmdbFault.tooManyRequests(Duration.ofSeconds(1)).onFilm(11).times(1));
      tmdb.faults().add(TmdbFault.error(500).withProbability(0.01, 1));
      tmdb.faults().add(TmdbFault.error(503).withProbability(0.01, 2));
      tmdb.faults().add(TmdbFault.cutBody().withProbability(0.01, 3));
      tmdb.faults().add(TmdbFault.reset().withProbability(0.01, 4));
      AtomicInteger asked = new AtomicInteger();
      TmdbFault cut =
          TmdbFault.error(401)
              .where(request -> request.film() > 0 && asked.incrementAndGet() > FILMS / 2);
      tmdb.faults().add(0, cut);

      assertThat(zone.ingest("--genres=*", "--concurrency=32"), is(1));
      Set<Long> kept = kept(zone);
      tmdb.faults().remove(cut);
      tmdb.requests().reset();
      int exitCode = zone.ingest("--genres=*", "--concurrency=32");
      assertThat(zone.levada().err(), exitCode, is(0));

      assertThat(zone.ids(), equalTo(tmdb.films().ids()));
      assertThat(zone.summary().get("read").asInt(), is(FILMS));
      Set<Long> askedAgain = new HashSet<>(asked(tmdb));
      askedAgain.retainAll(kept);
      assertThat(askedAgain, equalTo(Set.of()));
      // All but what failed and what was under way.
      assertThat(kept.size(), is(greaterThan(FILMS * 19 / 40 - 32)));
      assertThat(tmdb.requests().pages(), is(0L));
      assertThat(zone.kept(), anEmptyMap());

      sameBytesFromAnother(tmdb, zone.files());
    }
  }

  /** One that asks in another order, and of whom nothing fails. */
  private void sameBytesFromAnother(TmdbServer tmdb, SortedMap<String, String> files)
      throws IOException {
    tmdb.faults().clear();
    TmdbZone other = new TmdbZone(folder.resolve("other"), tmdb);

    assertThat(other.ingest("--genres=*", "--concurrency=5"), is(0));

    assertThat(other.files().equals(files), is(true));
  }

  private static Set<Long> asked(TmdbServer tmdb) {
    Set<Long> films = new HashSet<>();
    for (TmdbRequest request : tmdb.requests().all()) {
      if (request.film() > 0) {
        films.add(request.film());
      }
    }
    return films;
  }

  private static Set<Long> kept(TmdbZone zone) throws IOException {
    Set<Long> films = new HashSet<>();
    for (String file : zone.kept().values()) {
      Matcher matcher = KEPT.matcher(file);
      while (matcher.find()) {
        films.add(Long.valueOf(matcher.group(1)));
      }
    }
    return films;
  }
}
