/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The very bytes that a script has made of the films of the test data. */
class TestDataTest {

  private static final Path DATA = Path.of("../test-data/tmdb");

  @TempDir private Path folder;

  @Test
  void writesTheFilesOfTheTestData() throws Exception {
    try (TmdbServer tmdb = TmdbServer.start(TmdbFilms.in(DATA.resolve("films.jsonl")))) {
      TmdbZone zone = new TmdbZone(folder, tmdb);

      assertThat(zone.ingest(), is(0));

      assertThat(zone.files(), equalTo(TmdbZone.below(DATA.resolve("raw/dt=2026-03-01"))));
    }
  }
}
