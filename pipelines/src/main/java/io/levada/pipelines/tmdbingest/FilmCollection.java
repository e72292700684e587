/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.io.tmdb.Answers;
import io.levada.io.tmdb.TmdbClient;
import io.levada.io.tmdb.TmdbSettings;
import java.io.IOException;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * The films of a day as far as they were taken, beside the records of the runs. It travels to the
 * workers, without the key.
 *
 * @param settings how TMDB is asked
 * @param storages where answers are kept, and the key may be
 * @param folder of what is kept
 * @param date the collection date
 */
record FilmCollection(TmdbSettings settings, Storages storages, Location folder, LocalDate date)
    implements Serializable {

  /** A client of its own. */
  TmdbClient client() throws IOException {
    return new TmdbClient(settings, storages);
  }

  Answers pages() {
    return new Answers(storages, pagesOf(folder));
  }

  /** Where pages are kept below the folder of a collection. */
  static Location pagesOf(Location folder) {
    return folder.child("pages");
  }

  Answers films() {
    return new Answers(storages, folder.child("films"));
  }

  /** The partition of its date. */
  String partition() {
    return "dt=" + date;
  }
}
