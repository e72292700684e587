/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.tmdb.Fetch;
import io.levada.io.tmdb.TmdbClient;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/** Films by their ids, each with its place in the list; one at two places comes twice. */
final class FetchPages extends DoFn<Integer, KV<Long, Long>> {

  private static final long serialVersionUID = 1;

  private final FilmCollection collection;

  FetchPages(FilmCollection collection) {
    this.collection = collection;
  }

  /**
   * @param pages how many to take at most
   */
  @ProcessElement
  public void process(@Element Integer pages, OutputReceiver<KV<Long, Long>> films)
      throws IOException {
    TmdbClient client = collection.client();
    Fetch fetch = new Fetch(client, collection.pages());
    int[] listed = new int[1];
    // The first page tells how many there are.
    fetch.all(
        List.of(client.settings().pathOfPage(1)),
        (path, answer) -> {
          listed[0] = ListPage.of(client, path, answer).totalPages();
          return true;
        });
    List<String> paths = new ArrayList<>();
    for (int page = 1; page <= Math.min(pages, Math.max(1, listed[0])); page++) {
      paths.add(client.settings().pathOfPage(page));
    }
    fetch.all(
        paths,
        (path, answer) -> {
          ListPage page = ListPage.of(client, path, answer);
          page.visit(paths.indexOf(path) + 1, (film, place) -> films.output(KV.of(film, place)));
          return true;
        });
  }

  /**
   * A page of the list that has been looked at.
   *
   * @param address for messages
   */
  record ListPage(ObjectNode json, URI address) {

    /** Shown the films of a page. */
    interface Visitor {
      void visit(long film, long place);
    }

    static ListPage of(TmdbClient client, String path, Optional<ObjectNode> answer)
        throws IOException {
      URI address = client.settings().address(path);
      if (answer.isEmpty() || !answer.get().path("results").isArray()) {
        throw noList(address, "results");
      }
      return new ListPage(answer.get(), address);
    }

    private static IOException noList(URI address, String missing) {
      return new IOException(
          "Cannot read the list of films: "
              + address
              + " has no "
              + missing
              + " (is --baseUrl TMDB's API?)");
    }

    /**
     * How many pages the list has. A guess would leave films out and nobody would know.
     *
     * @throws IOException if the page does not tell
     */
    int totalPages() throws IOException {
      JsonNode pages = json.path("total_pages");
      boolean whole = pages.isIntegralNumber() && pages.canConvertToInt() && pages.asInt() >= 0;
      if (!whole || (pages.asInt() == 0 && !json.path("results").isEmpty())) {
        throw noList(address, "whole number of total_pages");
      }
      return pages.asInt();
    }

    long totalResults() {
      return json.path("total_results").asLong(0);
    }

    void visit(int page, Visitor visitor) {
      int index = 0;
      for (JsonNode film : json.path("results")) {
        long place = ListedFilm.place(page, index++);
        JsonNode id = film.path("id");
        boolean whole = id.isIntegralNumber() && id.canConvertToLong() && id.asLong() >= 0;
        visitor.visit(whole ? id.asLong() : ListedFilm.withoutId(place), place);
      }
    }
  }
}
