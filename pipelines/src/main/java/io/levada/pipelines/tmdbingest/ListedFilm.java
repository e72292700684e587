/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import io.levada.rows.SourcePosition;

/** Where in the list a film stands, as one number. */
final class ListedFilm {

  private static final long PLACES = 1L << 32;

  private ListedFilm() {}

  static long place(int page, int index) {
    return page * PLACES + index;
  }

  /** The page as the file, and the place on it as the offset. */
  static SourcePosition position(long place) {
    return new SourcePosition((int) (place / PLACES), place % PLACES);
  }

  /** What stands for the film of an entry without an id: no film's id is negative. */
  static long withoutId(long place) {
    return -1 - place;
  }

  static boolean hasId(long film) {
    return film >= 0;
  }
}
