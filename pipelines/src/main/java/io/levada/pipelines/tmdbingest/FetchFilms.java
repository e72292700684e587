/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.lake.Fate;
import io.levada.io.tmdb.Fetch;
import io.levada.io.tmdb.TmdbClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * All films with what becomes of them. They are one element, so that one worker asks TMDB for them:
 * the rate and what TMDB asks to wait hold for the whole job then, whatever the runner, and one
 * worker is enough for many times of what TMDB bears.
 */
final class FetchFilms extends DoFn<KV<Integer, Iterable<KV<Long, Long>>>, FilmOutcome> {

  private static final long serialVersionUID = 1;

  private final FilmCollection collection;
  private final GenreChoice genres;

  FetchFilms(FilmCollection collection, GenreChoice genres) {
    this.collection = collection;
    this.genres = genres;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<KV<Long, Long>>> listed, OutputReceiver<FilmOutcome> outcomes)
      throws IOException {
    TmdbClient client = collection.client();
    Map<Long, List<Long>> places = places(listed.getValue());
    Map<String, Long> films = new LinkedHashMap<>();
    places.forEach(
        (film, at) -> {
          if (ListedFilm.hasId(film)) {
            films.put(client.settings().pathOfFilm(film), film);
          } else {
            outcomes.output(
                FilmOutcome.rejected(
                    film,
                    at,
                    "NO_ID",
                    "The list has a film without a whole number as its id",
                    null));
          }
        });
    new Fetch(client, collection.films())
        .all(
            List.copyOf(films.keySet()),
            (path, answer) -> {
              long film = films.get(path);
              FilmOutcome outcome = outcome(film, places.get(film), answer);
              outcomes.output(outcome);
              // It may be another one the next time.
              return outcome.fate() != Fate.REJECTED;
            });
  }

  /** Each film once, with its places in their order. */
  private static Map<Long, List<Long>> places(Iterable<KV<Long, Long>> listed) {
    Map<Long, List<Long>> places = new TreeMap<>();
    for (KV<Long, Long> film : listed) {
      places.computeIfAbsent(film.getKey(), any -> new ArrayList<>()).add(film.getValue());
    }
    places.values().forEach(at -> at.sort(Comparator.naturalOrder()));
    return places;
  }

  private FilmOutcome outcome(long film, List<Long> places, Optional<ObjectNode> answer) {
    if (answer.isEmpty()) {
      return FilmOutcome.rejected(
          film, places, "GONE", "TMDB lists the film, and has it no more (404)", null);
    }

    JsonNode json = answer.get();
    if (!json.path("id").isIntegralNumber() || json.path("id").asLong() != film) {
      return FilmOutcome.rejected(
          film, places, "ANOTHER_FILM", "The answer is not of the film asked for", json.toString());
    }
    if (!json.path("genres").isArray()) {
      return FilmOutcome.rejected(
          film, places, "NO_GENRES", "The film has no list of genres", json.toString());
    }
    boolean kept = genres.keeps(json.path("genres"));
    return new FilmOutcome(
        film,
        places,
        kept ? Fate.WRITTEN : Fate.FILTERED,
        null,
        null,
        kept ? json.toString() : null);
  }
}
