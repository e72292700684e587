/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.pipelines.LevadaCommands;
import io.levada.sandbox.TmdbFault;
import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole runs against a server that speaks as TMDB does, on 45 films in three pages. */
class TmdbIngestPipelineTest {

  private static final int FILMS = 45;

  @TempDir private Path folder;
  private TmdbServer tmdb;
  private TmdbZone zone;

  @BeforeEach
  void startTmdb() throws IOException {
    tmdb = TmdbServer.start(TmdbFilms.generated(FILMS));
    zone = new TmdbZone(folder, tmdb);
  }

  @AfterEach
  void stopTmdb() {
    tmdb.close();
  }

  private void ingest(String... more) {
    assertThat(zone.ingest(more), is(0));
  }

  private Map<String, Long> numbers() throws IOException {
    Map<String, Long> numbers = new TreeMap<>();
    for (String name : List.of("read", "written", "duplicates", "rejected", "filtered")) {
      numbers.put(name, zone.summary().get(name).asLong());
    }
    return numbers;
  }

  private static Map<String, Long> numbers(
      long read, long written, long duplicates, long rejected, long filtered) {
    return new TreeMap<>(
        Map.of(
            "read", read,
            "written", written,
            "duplicates", duplicates,
            "rejected", rejected,
            "filtered", filtered));
  }

  private List<JsonNode> rejects() throws IOException {
    Path file = Path.of(zone.summary().get("rejects").asText()).resolve("part-0.jsonl.gz");
    byte[] bytes =
        new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file))).readAllBytes();
    Path plain = folder.resolve("rejects.jsonl");
    Files.write(plain, bytes);
    try (Stream<String> lines = Files.lines(plain)) {
      List<String> all = lines.toList();
      List<JsonNode> nodes = new ArrayList<>();
      for (String line : all) {
        nodes.add(new ObjectMapper().readTree(line));
      }
      return nodes;
    }
  }

  @Test
  void writesTheThreeFilesOfADate() throws IOException {
    ingest();

    assertThat(
        zone.files().keySet(), contains("filmes.jsonl", "idiomas.json", "produtoras_filmes.json"));
    assertThat(Files.exists(zone.output().resolve("_SUCCESS")), is(true));
  }

  @Test
  void accountsForEveryFilm() throws IOException {
    ingest();

    assertThat(
        numbers(), equalTo(numbers(FILMS, zone.ids().size(), 0, 0, FILMS - zone.ids().size())));
  }

  @Test
  void keepsFilmsOfTheGenres() throws IOException {
    ingest("--genres=18");

    assertThat(zone.ids(), not(empty()));
    for (JsonNode film : zone.films()) {
      assertThat(film.get("genres").findValuesAsText("name"), hasItem("Drama"));
    }
  }

  @Test
  void keepsEveryFilmIfAsked() throws IOException {
    ingest("--genres=*");

    assertThat(zone.ids(), equalTo(tmdb.films().ids()));
  }

  @Test
  void takesNoMorePagesThanAskedFor() throws IOException {
    ingest("--pages=2", "--genres=*");

    assertThat(zone.ids(), equalTo(tmdb.films().ids().subList(0, 40)));
    assertThat(tmdb.requests().pages(), is(2L));
  }

  @Test
  void asksForEachThingOnce() {
    ingest();

    assertThat(tmdb.requests().pages(), is(3L));
    assertThat(tmdb.requests().films(), is((long) FILMS));
  }

  @Test
  void writesTheSameBytesAgain() throws IOException {
    ingest();
    SortedMap<String, String> first = zone.files();
    tmdb.faults().add(TmdbFault.error(502).times(1));

    assertThat(zone.ingest("--output=" + folder.resolve("raw/again")), is(0));

    assertThat(TmdbZone.files(folder.resolve("raw/again")), equalTo(first));
  }

  @Test
  void keepsNothingOfACollectionThatIsPublished() throws IOException {
    ingest();

    assertThat(zone.kept(), anEmptyMap());
  }

  @Test
  void removesAnswersThatCameBehindTheEndWhenTheyAreADayOld() throws IOException {
    ingest();
    answerThatCame("one/films/1-a.jsonl", Duration.ofHours(25));
    answerThatCame("two/films/2-b.jsonl", Duration.ofHours(23));

    ingest();

    assertThat(zone.kept().keySet(), contains("two/films/2-b.jsonl"));
    assertThat(
        zone.summary().get("notes").get(0).asText(),
        is("Removed answers of TMDB that came when their collection was there no more"));
  }

  private void answerThatCame(String name, Duration ago) throws IOException {
    Path file = zone.ledger().resolve("collections").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"path\":\"/movie/11\",\"answer\":null}\n");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(ago)));
  }

  @Test
  void removesACollectionThatWasNotGoneOnWithForADay() throws IOException {
    tmdb.faults().add(TmdbFault.error(401).onFilm(24));
    assertThat(zone.ingest("--pages=2"), is(1));
    tmdb.faults().clear();
    for (String name : zone.kept().keySet()) {
      Path file = zone.ledger().resolve("collections").resolve(name);
      if (name.endsWith("collection.json")) {
        ObjectNode about = (ObjectNode) LevadaCommands.json(file);
        about.put("began", Instant.now().minus(Duration.ofHours(25)).toString());
        new ObjectMapper().writeValue(file.toFile(), about);
      }
    }

    ingest();

    assertThat(zone.kept(), anEmptyMap());
    assertThat(
        zone.summary().get("notes").get(0).asText(),
        startsWith("Removed what was left of a collection that began at "));
  }

  @Test
  void survivesEveryFaultThatPasses() throws IOException {
    tmdb.faults()
        .addAll(
            List.of(
                TmdbFault.error(500).onPage(2).times(2),
                TmdbFault.cutBody().onPage(3).times(1),
                TmdbFault.reset().onFilm(11).times(1),
                TmdbFault.cutBody().onFilm(24).times(2),
                TmdbFault.text(502, "<html>Bad gateway</html>").onFilm(37).times(1),
                TmdbFault.text(200, "<html>Welcome</html>").onFilm(50).times(1),
                TmdbFault.tooManyRequests(Duration.ZERO).onFilm(63).times(2),
                TmdbFault.error(503).onFilm(76).times(1)));

    ingest("--genres=*");

    assertThat(zone.ids(), equalTo(tmdb.films().ids()));
  }

  @Test
  void rejectsAFilmThatIsGone() throws IOException {
    tmdb.faults().add(TmdbFault.error(404).onFilm(24));

    ingest("--genres=*");

    assertThat(numbers(), equalTo(numbers(FILMS, FILMS - 1, 0, 1, 0)));
    JsonNode reject = rejects().get(0);
    assertThat(reject.get("code").asText(), is("GONE"));
    assertThat(reject.get("position").asInt(), is(1));
    assertThat(
        reject.get("file").asText(), is(tmdb.baseUrl() + "/movie/top_rated?language=en-US&page=1"));
    assertThat(reject.get("record").asText(), is("{\"id\":24}"));
  }

  @Test
  void rejectsFilmsOfWhichFieldsHaveChanged() throws IOException {
    tmdb.faults().add(TmdbFault.change(film -> film.put("genres", "Drama")).onFilm(24));
    tmdb.faults().add(TmdbFault.change(film -> film.put("id", 7)).onFilm(37));
    tmdb.faults()
        .add(
            TmdbFault.change(page -> ((ObjectNode) page.get("results").get(0)).put("id", "x"))
                .onPage(1));

    ingest("--genres=*");

    assertThat(
        rejects().stream().map(reject -> reject.get("code").asText()).toList(),
        contains("NO_ID", "NO_GENRES", "ANOTHER_FILM"));
    assertThat(numbers(), equalTo(numbers(FILMS, FILMS - 3, 0, 3, 0)));
  }

  @Test
  void takesFilmsThatLackWhatIsNotNeeded() throws IOException {
    tmdb.faults()
        .add(
            TmdbFault.change(film -> film.remove(List.of("title", "production_companies")))
                .onFilms());

    ingest("--genres=*");

    JsonNode companies = LevadaCommands.json(zone.file("produtoras_filmes.json"));
    assertThat(companies.size(), is(1));
    assertThat(companies.get(0).get("company").isNull(), is(true));
    assertThat(companies.get(0).get("films").size(), is(FILMS));
    assertThat(companies.get(0).get("films").get(0).get("title").isNull(), is(true));
  }

  @Test
  void publishesNothingButTheRejectsIfThereAreTooMany() throws IOException {
    tmdb.faults().add(TmdbFault.error(404).onFilm(24));

    assertThat(zone.ingest("--maxRejects=0"), is(3));

    assertThat(zone.files(), anEmptyMap());
    assertThat(zone.levada().err(), containsString("1 of 45 films were rejected"));
    assertThat(
        TmdbZone.below(zone.ledger().resolve("runs")).keySet(),
        hasItem(endsWith("rejects/part-0.jsonl.gz")));
  }

  @ParameterizedTest
  @CsvSource({"0.02, 3", "0.03, 0"})
  void allowsAShareOfRejects(String share, int exitCode) {
    tmdb.faults().add(TmdbFault.error(404).onFilm(24));

    assertThat(zone.ingest("--maxRejectRatio=" + share), is(exitCode));
  }

  @Test
  void tellsHowManyPagesItHasRead() {
    ingest();

    assertThat(zone.levada().out(), matchesPattern("(?s).*\nInput {7}3 pages, .*"));
  }

  @Test
  void tellsWhichRunHasWrittenAFile() throws IOException {
    ingest();
    String output = zone.output().toString();

    int exitCode =
        zone.levada().command("runs", "why", output, zone.file("filmes.jsonl").toString());

    assertThat(exitCode, is(0));
    assertThat(zone.levada().out(), endsWith(", COMMITTED\n"));
  }

  static Stream<TmdbFault> faultsThatMakeARejectOfAFilm() {
    return Stream.of(
        TmdbFault.error(404).onFilm(24),
        TmdbFault.change(film -> film.put("id", 7)).onFilm(24),
        TmdbFault.change(film -> film.remove("genres")).onFilm(24));
  }

  @ParameterizedTest
  @MethodSource("faultsThatMakeARejectOfAFilm")
  void asksAgainForAFilmThatWasRejected(TmdbFault fault) throws IOException {
    tmdb.faults().add(fault);
    assertThat(zone.ingest("--maxRejects=0", "--genres=*"), is(3));
    tmdb.faults().clear();
    tmdb.requests().reset();

    ingest("--maxRejects=0", "--genres=*");

    assertThat(zone.ids(), equalTo(tmdb.films().ids()));
    assertThat(tmdb.requests().films(), is(1L));
  }

  @Test
  void takesTheListAgainBehindTooManyRejects() throws IOException {
    tmdb.faults()
        .add(
            TmdbFault.change(page -> ((ObjectNode) page.get("results").get(0)).remove("id"))
                .onPage(2));
    assertThat(zone.ingest("--maxRejects=0", "--genres=*"), is(3));
    tmdb.faults().clear();

    ingest("--maxRejects=0", "--genres=*");

    assertThat(zone.ids(), equalTo(tmdb.films().ids()));
  }

  @Test
  void countsAFilmOnTwoPagesOnce() throws IOException {
    tmdb.moveAfterPages(1);

    ingest("--genres=*", "--concurrency=1");

    assertThat(zone.ids(), equalTo(tmdb.films().ids()));
    assertThat(numbers(), equalTo(numbers(FILMS + 1, FILMS, 1, 0, 0)));
  }

  @Test
  void saysThatTheListHasLostFilmsWhileItWasRead() throws IOException {
    tmdb.faults().add(TmdbFault.change(page -> page.put("total_results", 47)).onPage(1));

    ingest();

    assertThat(
        zone.summary().get("notes").get(0).asText(),
        is("TMDB lists 47 films, and 45 were found: its list has moved while it was read"));
  }

  @Test
  void doesNothingIfTheFilmsOfTheDateAreThere() throws IOException {
    ingest();
    tmdb.requests().reset();

    ingest();

    assertThat(tmdb.requests().all().size(), is(0));
    assertThat(
        zone.summary().get("notes").get(0).asText(),
        startsWith("Nothing to do: the films of 2026-03-01 are there"));
  }

  @Test
  void replacesTheFilmsOfTheDateIfAsked() throws IOException {
    ingest();

    ingest("--collected=replace", "--genres=*");

    assertThat(
        TmdbZone.below(zone.output()).keySet(),
        contains(
            "_SUCCESS",
            zone.output().relativize(zone.file("filmes.jsonl")).toString(),
            zone.output().relativize(zone.file("idiomas.json")).toString(),
            zone.output().relativize(zone.file("produtoras_filmes.json")).toString()));
    assertThat(numbers(), equalTo(numbers(FILMS, FILMS, 0, 0, 0)));
  }

  @Test
  void goesOnWhereItWasCutOff() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    TmdbFault refusal =
        TmdbFault.error(401).where(request -> request.film() > 0 && asked.incrementAndGet() > 30);
    tmdb.faults().add(refusal);
    assertThat(zone.ingest("--genres=*", "--concurrency=1"), is(1));
    tmdb.faults().clear();
    tmdb.requests().reset();

    ingest("--genres=*");

    assertThat(zone.ids(), equalTo(tmdb.films().ids()));
    assertThat(tmdb.requests().pages(), is(0L));
    assertThat(tmdb.requests().films(), is(15L));
    assertThat(
        zone.summary().get("notes").get(0).asText(),
        startsWith("Went on with a collection that began at "));
  }

  @Test
  void takesAnotherDateAnew() throws IOException {
    tmdb.faults().add(TmdbFault.error(401).onFilm(24));
    assertThat(zone.ingest("--concurrency=1"), is(1));
    tmdb.faults().clear();
    tmdb.requests().reset();

    assertThat(zone.ingest("--collectionDate=2026-03-02"), is(0));

    assertThat(tmdb.requests().films(), is((long) FILMS));
  }

  @Test
  void tellsThatTheKeyIsRefused() throws IOException {
    zone.levada().write("key", "another-token");

    assertThat(zone.ingest(), is(1));

    assertThat(
        zone.levada().err(),
        containsString(
            "TMDB refused the API key of file:"
                + folder.resolve("key")
                + ": it answered 401 (give a valid API Read Access Token)"));
    assertThat(zone.files(), anEmptyMap());
  }

  @Test
  void endsWithAnErrorIfTheListIsNoList() {
    tmdb.faults().add(TmdbFault.change(page -> page.remove("results")).onPage(2));

    assertThat(zone.ingest(), is(1));

    assertThat(zone.levada().err(), containsString("page=2 has no results"));
  }

  static Stream<Consumer<ObjectNode>> pagesThatDoNotTellHowManyThereAre() {
    return Stream.of(
        page -> page.remove("total_pages"),
        page -> page.putNull("total_pages"),
        page -> page.put("total_pages", "3"),
        page -> page.put("total_pages", 2.5),
        page -> page.put("total_pages", -1),
        page -> page.put("total_pages", 0),
        page -> page.putObject("total_pages").put("value", 3));
  }

  @ParameterizedTest
  @MethodSource("pagesThatDoNotTellHowManyThereAre")
  void endsWithAnErrorIfTheListDoesNotTellHowManyPagesItHas(Consumer<ObjectNode> change)
      throws IOException {
    tmdb.faults().add(TmdbFault.change(change).onPage(1));

    assertThat(zone.ingest(), is(1));

    assertThat(
        zone.levada().err(),
        containsString("page=1 has no whole number of total_pages (is --base"));
    assertThat(zone.files(), anEmptyMap());
  }

  @Test
  void showsItsRunsAsAnyOther() {
    ingest();

    assertThat(zone.levada().command("runs", "list", zone.output().toString()), is(0));

    assertThat(zone.levada().out(), containsString("tmdb-ingest"));
    assertThat(zone.levada().out(), containsString("COMMITTED"));
  }
}
