/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.both;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.sandbox.TmdbFault;
import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbRequest;
import io.levada.sandbox.TmdbServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TmdbClientTest {

  private static final int ATTEMPTS = 4;

  @TempDir private Path folder;
  private final TmdbServer tmdb = TmdbServer.start(TmdbFilms.generated(100));
  private ApiKeyReference key;

  @BeforeEach
  void writeKey() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), TmdbServer.TOKEN);
    key = ApiKeyReference.parse("file:" + file);
  }

  @AfterEach
  void stopTmdb() {
    tmdb.close();
  }

  private TmdbSettings settings(double rate, int concurrency) {
    return new TmdbSettings(
        tmdb.baseUrl(), key, "en-US", rate, concurrency, ATTEMPTS, Duration.ofMillis(5));
  }

  private TmdbClient client() throws IOException {
    return new TmdbClient(settings(10_000, 8), Storages.withoutStaging());
  }

  private Optional<ObjectNode> film(long film) throws IOException, InterruptedException {
    TmdbClient client = client();
    return client.get(client.settings().pathOfFilm(film));
  }

  private List<String> films() {
    TmdbSettings settings = settings(1, 1);
    return tmdb.films().ids().stream().map(settings::pathOfFilm).toList();
  }

  private Answers answers() {
    return new Answers(Storages.withoutStaging(), Location.of(folder.resolve("kept").toString()));
  }

  @Test
  void takesAFilm() throws Exception {
    assertThat(film(11).get().get("title").asText(), is("Water and light 0"));
  }

  @Test
  void keepsNumbersAsTheyAre() throws Exception {
    assertThat(film(11).get().get("vote_average").toString(), is("9.000"));
  }

  @Test
  void hasNothingForAFilmThatIsNotThere() throws Exception {
    assertThat(film(12), is(Optional.empty()));
    assertThat(tmdb.requests().films(), is(1L));
  }

  static Stream<TmdbFault> passing() {
    return Stream.of(
        TmdbFault.error(500),
        TmdbFault.error(503),
        TmdbFault.tooManyRequests(Duration.ZERO),
        TmdbFault.text(504, "<html>Gateway</html>"),
        TmdbFault.text(200, "<html>Welcome</html>"),
        TmdbFault.text(200, "[1]"),
        TmdbFault.text(200, ""),
        TmdbFault.cutBody(),
        TmdbFault.reset());
  }

  @ParameterizedTest
  @MethodSource("passing")
  void asksAgainAsOftenAsItMay(TmdbFault fault) throws Exception {
    tmdb.faults().add(fault.times(ATTEMPTS - 1));

    assertThat(film(11).get().get("id").asInt(), is(11));

    assertThat(tmdb.requests().films(), is((long) ATTEMPTS));
  }

  @ParameterizedTest
  @MethodSource("passing")
  void givesUpBehindTheLastAttempt(TmdbFault fault) {
    tmdb.faults().add(fault);

    TmdbException e = assertThrows(TmdbException.class, () -> film(11));

    assertThat(e.getMessage(), containsString("/movie/11?language=en-US after 4 attempts: "));
    // Java's client repeats one whose connection ended without an answer, once each time.
    assertThat(
        tmdb.requests().films(), is(both(greaterThanOrEqualTo(4L)).and(lessThanOrEqualTo(8L))));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 418, 302})
  void doesNotAskAgainWhatIsRefused(int status) {
    tmdb.faults().add(TmdbFault.error(status));

    assertThrows(TmdbException.class, () -> film(11));

    assertThat(tmdb.requests().films(), is(1L));
  }

  @Test
  void hasEverybodyWaitAsLongAsTmdbAsks() throws Exception {
    tmdb.faults().add(TmdbFault.tooManyRequests(Duration.ofSeconds(1)).onFilm(11).times(1));

    new Fetch(new TmdbClient(settings(1_000, 4), Storages.withoutStaging()), answers())
        .all(films(), (path, answer) -> true);

    List<TmdbRequest> all = tmdb.requests().all();
    long refused = all.stream().filter(r -> r.film() == 11).findFirst().orElseThrow().atNanos();
    // What was under way already has come within a moment.
    long pause = 0;
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).atNanos() > refused) {
        pause = Math.max(pause, all.get(i).atNanos() - all.get(i - 1).atNanos());
      }
    }
    assertThat(Duration.ofNanos(pause), is(greaterThanOrEqualTo(Duration.ofMillis(800))));
    assertThat(all.size(), is(101));
  }

  @Test
  void doesNotWaitForHours() {
    tmdb.faults().add(TmdbFault.tooManyRequests(Duration.ofHours(2)));

    TmdbException e = assertThrows(TmdbException.class, () -> film(11));

    assertThat(e.getMessage(), containsString("TMDB asks to wait for 7200 s"));
  }

  @Test
  void beginsNoMoreRequestsThanItMay() throws Exception {
    new Fetch(new TmdbClient(settings(200, 16), Storages.withoutStaging()), answers())
        .all(films(), (path, answer) -> true);

    List<TmdbRequest> all = tmdb.requests().all();
    double seconds = (all.get(99).atNanos() - all.get(0).atNanos()) / 1e9;
    // 99 intervals of 5 ms; the last may arrive sooner behind its beginning than the first did.
    assertThat(seconds, is(greaterThanOrEqualTo(0.4)));
  }

  @Test
  void hasNoMoreRequestsUnderWayThanItMay() throws Exception {
    tmdb.faults().add(TmdbFault.delay(Duration.ofMillis(5)));

    new Fetch(new TmdbClient(settings(10_000, 3), Storages.withoutStaging()), answers())
        .all(films(), (path, answer) -> true);

    assertThat(tmdb.requests().mostAtOnce(), is(lessThanOrEqualTo(3)));
  }

  @Test
  void takesWhatIsKeptWithoutAsking() throws Exception {
    Fetch fetch = new Fetch(client(), answers());
    fetch.all(films().subList(0, 60), (path, answer) -> true);
    tmdb.requests().reset();
    List<String> visited = new ArrayList<>();

    fetch.all(films(), (path, answer) -> visited.add(path));

    assertThat(tmdb.requests().films(), is(40L));
    assertThat(visited.stream().sorted().toList(), is(films().stream().sorted().toList()));
  }

  @Test
  void keepsThatAFilmIsNotThere() throws Exception {
    Fetch fetch = new Fetch(client(), answers());
    fetch.all(List.of("/movie/12"), (path, answer) -> true);
    List<Optional<ObjectNode>> visited = new ArrayList<>();

    fetch.all(List.of("/movie/12"), (path, answer) -> visited.add(answer));

    assertThat(tmdb.requests().films(), is(1L));
    assertThat(visited, is(List.of(Optional.empty())));
  }

  @Test
  void asksAgainForWhatIsNotToBeKept() throws Exception {
    Fetch fetch = new Fetch(client(), answers());
    fetch.all(List.of("/movie/11", "/movie/24"), (path, answer) -> path.equals("/movie/24"));
    tmdb.requests().reset();

    fetch.all(List.of("/movie/11", "/movie/24"), (path, answer) -> true);

    assertThat(tmdb.requests().all().stream().map(TmdbRequest::film).toList(), is(List.of(11L)));
  }

  @Test
  void holdsToTheAnswerThatWasKeptFirst() throws Exception {
    ObjectNode first = film(11).orElseThrow();
    for (int i = 0; i < 8; i++) {
      Answers answers = answers();
      answers.add("/movie/11", Optional.of(first.deepCopy().put("nth", i)));
      answers.flush();
      awaitNextMilli();
    }

    assertThat(answers().kept().get("/movie/11").orElseThrow().get("nth").asInt(), is(0));
  }

  private static void awaitNextMilli() {
    long now = System.currentTimeMillis();
    while (System.currentTimeMillis() == now) {
      Thread.onSpinWait();
    }
  }

  @Test
  void keepsWhatWasTakenBeforeAFailure() throws Exception {
    tmdb.faults().add(TmdbFault.error(401).onFilm(tmdb.films().ids().get(50)));
    Fetch one =
        new Fetch(new TmdbClient(settings(10_000, 1), Storages.withoutStaging()), answers());

    assertThrows(TmdbException.class, () -> one.all(films(), (path, answer) -> true));

    assertThat(
        answers().kept().keySet().stream().sorted().toList(),
        is(films().subList(0, 50).stream().sorted().toList()));
  }

  @Test
  void doesNotKeepWhatIsRefusedByWhoeverAsks() throws Exception {
    Fetch fetch = new Fetch(client(), answers());

    assertThrows(
        IOException.class,
        () ->
            fetch.all(
                List.of("/movie/11"),
                (path, answer) -> {
                  throw new IOException("not as it should be");
                }));

    assertThat(answers().kept().isEmpty(), is(true));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 400, 401, 429, 500})
  void tellsNothingOfAnAnswerThatRepeatsTheKey(int status) {
    tmdb.faults().add(TmdbFault.text(status, "{\"you\": \"sent %s\"}"));

    TmdbException e = assertThrows(TmdbException.class, () -> film(11));

    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString(), not(containsString(TmdbServer.TOKEN)));
  }

  /** What is no HTTP, with the header in it: Java's client quotes some of these. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s\r\n\r\n",
        "HTTP/1.1 %s\r\n\r\n",
        "HTTP/1.1 200 OK\r\n%s\u0001: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: %s\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%s\r\n"
      })
  void tellsNothingOfAServerThatSpeaksNoHttpAndRepeatsTheKey(String answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> repeatHeader(server, answer));
      thread.start();
      TmdbSettings settings =
          new TmdbSettings(
              URI.create("http://127.0.0.1:" + server.getLocalPort() + "/3"),
              key,
              "en-US",
              1000,
              1,
              2,
              Duration.ofMillis(5));

      TmdbException e =
          assertThrows(
              TmdbException.class,
              () -> new TmdbClient(settings, Storages.withoutStaging()).get("/movie/11"));

      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      assertThat(trace.toString(), not(containsString(TmdbServer.TOKEN)));
      assertThat(
          e.getMessage(), containsString("the connection broke, or the answer is no HTTP ("));
    }
  }

  private static void repeatHeader(ServerSocket server, String answer) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        BufferedReader request =
            new BufferedReader(
                new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
        String token = "";
        for (String line = request.readLine();
            line != null && !line.isEmpty();
            line = request.readLine()) {
          if (line.startsWith("Authorization: ")) {
            token = line.substring("Authorization: ".length());
          }
        }
        client
            .getOutputStream()
            .write(answer.replace("%s", token).getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // The client has gone, or the test has ended.
      }
    }
  }

  @Test
  void doesNotFollowToAnotherServer() {
    tmdb.faults().add(TmdbFault.error(302));

    TmdbException e = assertThrows(TmdbException.class, () -> film(11));

    assertThat(e.getMessage(), containsString("TMDB answered 302 (is --baseUrl its API?)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:pass@host/3",
        "https://host/3?api_key=secret",
        "https://host/3#secret",
        "ftp://host/3",
        "host/3"
      })
  void refusesAnAddressThatMayHoldAKeyWithoutRepeatingIt(String address) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> TmdbSettings.of(URI.create(address), key, "en-US", 40, 8));

    assertThat(e.getMessage(), not(containsString("secret")));
    assertThat(e.getMessage(), not(containsString("pass@")));
  }

  @Test
  void addsPathsToAnAddressWithASlashAtItsEnd() {
    TmdbSettings settings = TmdbSettings.of(URI.create("https://host/3/"), key, "pt-BR", 40, 8);

    assertThat(
        settings.addressOfPage(2),
        is(URI.create("https://host/3/movie/top_rated?language=pt-BR&page=2")));
  }
}
