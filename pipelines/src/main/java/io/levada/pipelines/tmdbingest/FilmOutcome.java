/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import io.levada.io.lake.Fate;
import java.io.Serializable;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What becomes of a film.
 *
 * @param film its id
 * @param places where the list has it, the first one first; at the others it is a duplicate
 * @param fate written, filtered or rejected
 * @param code why it is rejected, as one word; else null
 * @param message the same for people
 * @param json all that TMDB tells of it; null if it is not needed any more
 */
record FilmOutcome(
    long film,
    List<Long> places,
    Fate fate,
    @Nullable String code,
    @Nullable String message,
    @Nullable String json)
    implements Serializable {

  FilmOutcome {
    places = List.copyOf(places);
  }

  static FilmOutcome rejected(
      long film, List<Long> places, String code, String message, @Nullable String json) {
    return new FilmOutcome(film, places, Fate.REJECTED, code, message, json);
  }

  /** Without what TMDB tells: runners log elements. */
  @Override
  public String toString() {
    return "Film " + film + " " + fate;
  }
}
