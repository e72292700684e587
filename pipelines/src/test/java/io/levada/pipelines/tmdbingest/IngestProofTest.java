/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.lake.DataFile;
import io.levada.io.lake.DataFile.Content;
import io.levada.io.lake.Fate;
import io.levada.io.storage.Location;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.runs.RejectLimit;
import io.levada.rows.Tally;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestProofTest {

  private static final Location REJECTS = Location.of("/raw/rejects");

  /** A list of three films. */
  private static Tally places(int count) {
    Tally.Counter places = new Tally.Counter();
    for (int i = 0; i < count; i++) {
      places.add(1, i);
    }
    return places.tally();
  }

  private static void check(int written, long records, long byCompany, long byLanguage) {
    StagedFilms staged =
        new StagedFilms(
            "run",
            Map.of(Fate.WRITTEN, places(written)),
            Map.of(),
            byCompany,
            byLanguage,
            List.of(
                new DataFile(Content.DATA, "dt=2026-03-01/filmes.jsonl", "a", 9, records, records),
                new DataFile(Content.DATA, "dt=2026-03-01/idiomas.json", "b", 9, 1, 1)));
    IngestProof.check(new ListedPages(1, places(3), 3, 3), staged, RejectLimit.NONE, REJECTS);
  }

  @Test
  void holdsIfAllFilesHaveAllFilms() {
    assertDoesNotThrow(() -> check(3, 3, 3, 3));
  }

  @ParameterizedTest
  @CsvSource({"2, 2, 2, 2", "3, 2, 3, 3", "3, 3, 2, 3", "3, 3, 4, 3", "3, 3, 3, 2"})
  void doesNotHoldIfAFilmIsMissing(int written, long records, long byCompany, long byLanguage) {
    RunFailedException e =
        assertThrows(
            RunFailedException.class, () -> check(written, records, byCompany, byLanguage));

    assertThat(e.exitCode(), is(ExitCode.NOT_CONSERVED));
  }
}
