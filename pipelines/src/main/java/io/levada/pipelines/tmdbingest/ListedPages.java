/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.tmdb.TmdbSettings;
import io.levada.pipelines.tmdbingest.FetchPages.ListPage;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the list of films has, as its pages were kept: what the proof holds the staged files to.
 *
 * @param pages how many there are, each of them kept
 * @param tally all places of the list
 * @param films how many different ones
 * @param told how many TMDB says that it lists, on the first page; 0 if not all were asked for
 */
record ListedPages(int pages, Tally tally, long films, long told) {

  /**
   * Reads the pages.
   *
   * @param asked how many were asked for at most
   * @throws IOException if one is missing
   */
  static ListedPages read(FilmCollection collection, int asked) throws IOException {
    TmdbSettings settings = collection.settings();
    Map<String, Optional<ObjectNode>> kept = collection.pages().kept();
    ListPage first = page(kept, settings, 1);
    int pages = Math.min(asked, Math.max(1, first.totalPages()));
    Tally.Counter places = new Tally.Counter();
    Set<Long> films = new HashSet<>();
    for (int page = 1; page <= pages; page++) {
      page(kept, settings, page)
          .visit(
              page,
              (film, place) -> {
                SourcePosition position = ListedFilm.position(place);
                places.add(position.file(), position.offset());
                films.add(film);
              });
    }
    boolean all = pages == first.totalPages();
    return new ListedPages(pages, places.tally(), films.size(), all ? first.totalResults() : 0);
  }

  private static ListPage page(
      Map<String, Optional<ObjectNode>> kept, TmdbSettings settings, int page) throws IOException {
    Optional<ObjectNode> answer = kept.getOrDefault(settings.pathOfPage(page), Optional.empty());
    if (answer.isEmpty()) {
      throw new IOException(
          "Cannot find page " + page + " of the list among what was kept (run it again)");
    }
    return new ListPage(answer.get(), settings.addressOfPage(page));
  }

  /** That films were missed, since the list has moved while it was paged. */
  Optional<String> moved() {
    return told > films
        ? Optional.of(
            "TMDB lists "
                + told
                + " films, and "
                + films
                + " were found: its list has moved while it was read")
        : Optional.empty();
  }
}
