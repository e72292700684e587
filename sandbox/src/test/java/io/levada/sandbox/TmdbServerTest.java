/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TmdbServerTest {

  private final TmdbServer tmdb = TmdbServer.start(TmdbFilms.generated(45));
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    tmdb.close();
  }

  @Test
  void listsEveryFilmOnceInPagesOfTwenty() throws Exception {
    List<Long> listed = new ArrayList<>();
    for (int page = 1; page <= 3; page++) {
      ids(page).forEach(listed::add);
    }

    assertThat(listed, is(tmdb.films().ids()));
  }

  @Test
  void tellsHowManyPagesThereAre() throws Exception {
    JsonNode last = json(get("/movie/top_rated?language=en-US&page=3", TmdbServer.TOKEN));

    assertThat(
        List.of(last.get("page"), last.get("total_pages"), last.get("total_results")).toString(),
        is("[3, 3, 45]"));
    assertThat(last.get("results").size(), is(5));
  }

  @Test
  void hasNoFilmsBehindTheLastPage() throws Exception {
    assertThat(ids(4), is(empty()));
  }

  @Test
  void refusesPagesBeyondFiveHundred() throws Exception {
    HttpResponse<String> answer = get("/movie/top_rated?page=501", TmdbServer.TOKEN);

    assertThat(answer.statusCode(), is(400));
    assertThat(json(answer).get("status_code").asInt(), is(22));
  }

  @Test
  void refusesAnotherToken() throws Exception {
    HttpResponse<String> answer = get("/movie/top_rated", "another");

    assertThat(answer.statusCode(), is(401));
    assertThat(
        answer.body(),
        is(
            "{\"success\":false,\"status_code\":7,"
                + "\"status_message\":\"Invalid API key: You must be granted a valid key.\"}"));
  }

  @Test
  void doesNotKnowAnotherFilm() throws Exception {
    assertThat(get("/movie/12", TmdbServer.TOKEN).statusCode(), is(404));
  }

  @Test
  void asksToWaitBeforeTheNextRequest() throws Exception {
    tmdb.faults().add(TmdbFault.tooManyRequests(Duration.ofSeconds(2)).onPage(1).times(1));

    HttpResponse<String> first = get("/movie/top_rated?page=1", TmdbServer.TOKEN);

    assertThat(first.statusCode(), is(429));
    assertThat(first.headers().allValues("Retry-After"), contains("2"));
    assertThat(get("/movie/top_rated?page=1", TmdbServer.TOKEN).statusCode(), is(200));
  }

  @Test
  void cutsABody() {
    tmdb.faults().add(TmdbFault.cutBody().onFilms());

    assertThrows(IOException.class, () -> get("/movie/11", TmdbServer.TOKEN));
  }

  @Test
  void changesAFilm() throws Exception {
    tmdb.faults().add(TmdbFault.change(film -> film.remove("genres")).onFilm(24));

    assertThat(json(get("/movie/24", TmdbServer.TOKEN)).has("genres"), is(false));
    assertThat(json(get("/movie/11", TmdbServer.TOKEN)).has("genres"), is(true));
  }

  @Test
  void showsAFilmOnTwoPagesWhenTheListMoves() throws Exception {
    tmdb.moveAfterPages(1);

    List<Long> first = ids(1);
    List<Long> second = ids(2);

    assertThat(second.get(0), is(first.get(19)));
  }

  @Test
  void hitsTheSameRequestsWhateverTheirOrder() throws Exception {
    tmdb.faults().add(TmdbFault.error(500).onFilms().withProbability(0.5, 7));
    List<Long> failed = failed(tmdb.films().ids());
    tmdb.requests().reset();
    List<Long> backwards = new ArrayList<>(tmdb.films().ids());
    Collections.reverse(backwards);

    assertThat(failed, is(not(empty())));
    assertThat(failed(backwards), containsInAnyOrder(failed.toArray()));
  }

  private List<Long> failed(List<Long> films) throws Exception {
    List<Long> failed = new ArrayList<>();
    for (long film : films) {
      if (get("/movie/" + film, TmdbServer.TOKEN).statusCode() == 500) {
        failed.add(film);
      }
    }
    return failed;
  }

  private List<Long> ids(int page) throws Exception {
    List<Long> ids = new ArrayList<>();
    json(get("/movie/top_rated?page=" + page, TmdbServer.TOKEN))
        .get("results")
        .forEach(film -> ids.add(film.get("id").asLong()));
    return ids;
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return TmdbFilms.JSON.readTree(answer.body());
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(tmdb.baseUrl() + path))
            .header("Authorization", "Bearer " + token)
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
