/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import io.levada.pipelines.tmdbingest.TmdbIngestOptions.Collected;
import java.util.List;
import org.junit.jupiter.api.Test;

class TmdbIngestOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        TmdbIngestOptions.class,
        option("output", null),
        option("apiKey", null),
        option("pages", "all"),
        option("genres", List.of("Romance", "Drama")),
        option("language", "en-US"),
        option("baseUrl", null),
        option("maxRequestsPerSecond", 40.0),
        option("concurrency", 8),
        option("collectionDate", null),
        option("collected", Collected.SKIP),
        option("maxRejects", null),
        option("maxRejectRatio", null),
        option("ledger", null),
        option("lockLease", "60s"));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        TmdbIngestOptions.class,
        option("output", "raw/tmdb", "raw/tmdb"),
        option("apiKey", "env:KEY", "env:KEY"),
        option("pages", "7", "7"),
        option("genres", "War,37", List.of("War", "37")),
        option("language", "pt-BR", "pt-BR"),
        option("baseUrl", "http://127.0.0.1:1/3", "http://127.0.0.1:1/3"),
        option("maxRequestsPerSecond", "2.5", 2.5),
        option("concurrency", "3", 3),
        option("collectionDate", "2026-03-01", "2026-03-01"),
        option("collected", "replace", Collected.REPLACE),
        option("maxRejects", "9", 9L),
        option("maxRejectRatio", "0.5", 0.5),
        option("ledger", "ledgers/tmdb", "ledgers/tmdb"),
        option("lockLease", "5m", "5m"));
  }
}
