/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.levada.pipelines.UsageException;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which films are kept. Genres are known by their ids, since TMDB translates their names; a name
 * that is none of its English ones is held against those in the films.
 */
final class GenreChoice implements Serializable {

  private static final long serialVersionUID = 1;
  private static final String EVERY = "*";

  /** TMDB's genres of films, in lower case. */
  private static final Map<String, Long> IDS =
      Map.ofEntries(
          Map.entry("action", 28L),
          Map.entry("adventure", 12L),
          Map.entry("animation", 16L),
          Map.entry("comedy", 35L),
          Map.entry("crime", 80L),
          Map.entry("documentary", 99L),
          Map.entry("drama", 18L),
          Map.entry("family", 10751L),
          Map.entry("fantasy", 14L),
          Map.entry("history", 36L),
          Map.entry("horror", 27L),
          Map.entry("music", 10402L),
          Map.entry("mystery", 9648L),
          Map.entry("romance", 10749L),
          Map.entry("science fiction", 878L),
          Map.entry("thriller", 53L),
          Map.entry("tv movie", 10770L),
          Map.entry("war", 10752L),
          Map.entry("western", 37L));

  private final boolean every;
  private final HashSet<Long> ids = new HashSet<>();
  private final HashSet<String> names = new HashSet<>();

  private GenreChoice(boolean every) {
    this.every = every;
  }

  /**
   * The choice of an option.
   *
   * @throws UsageException if there is no genre in it
   */
  static GenreChoice of(List<String> genres) {
    GenreChoice choice = new GenreChoice(genres.equals(List.of(EVERY)));
    for (String genre : genres) {
      String name = genre.strip().toLowerCase(Locale.ROOT);
      if (name.isEmpty()) {
        throw new UsageException(
            "Invalid --genres: one is empty (give names such as Drama, ids, or *)");
      }
      if (name.matches("\\d{1,9}")) {
        choice.ids.add(Long.valueOf(name));
      } else if (IDS.containsKey(name)) {
        choice.ids.add(IDS.get(name));
      } else {
        choice.names.add(name);
      }
    }
    return choice;
  }

  /** Whether a film of these genres is kept. */
  boolean keeps(JsonNode genres) {
    if (every) {
      return true;
    }
    for (JsonNode genre : genres) {
      boolean named = names.contains(genre.path("name").asText().toLowerCase(Locale.ROOT));
      if (named || (genre.path("id").isNumber() && ids.contains(genre.path("id").asLong()))) {
        return true;
      }
    }
    return false;
  }
}
