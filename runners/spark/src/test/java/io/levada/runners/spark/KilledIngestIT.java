/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.runners.spark.LevadaProcess.Result;
import io.levada.runners.spark.LevadaProcess.Running;
import io.levada.sandbox.Fault;
import io.levada.sandbox.TmdbFault;
import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbRequest;
import io.levada.sandbox.TmdbServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code tmdb-ingest} in a process that is killed, by SIGKILL, and the run behind it: it asks TMDB
 * for what was not kept, for nothing twice, and what is published is to the byte what a run without
 * a cut publishes. TMDB answers in another order each time.
 *
 * <p>A build kills while pages are taken, while films are, and at some requests to S3; {@code
 * -Dlevada.cuts=all} at each of them.
 */
class KilledIngestIT {

  private static final int DONE = 0;
  private static final int LOCKED = 5;
  private static final int KILLED = 128 + 9;
  private static final int LANES = 2;

  /** A request to S3 that is applied, and of which the process hears no more. */
  private record Step(String operation, String key) {

    Fault behindWhich(Runnable kill) {
      return Fault.runAfter(kill).on(operation).ofKeyMatching(key).times(1);
    }
  }

  /** One of each phase of a run. */
  private static final List<Step> FEW =
      List.of(
          new Step("PutObject", ".*/runs/[^/]+/state-1.json"),
          new Step("CreateMultipartUpload", ".*/idiomas.json"),
          new Step("PutObject", ".*/runs/[^/]+/state-2.json"),
          new Step("CompleteMultipartUpload", ".*/filmes.jsonl"),
          new Step("PutObject", ".*/runs/[^/]+/state-3.json"),
          new Step("DeleteObject", ".*/collections/.*"));

  /** 30 pages of 2 films: of both, more than the 20 answers that wait for a file. */
  private static final TmdbFilms FILMS = TmdbFilms.generated(60).withPageSize(2);

  private static final int PACK = 20;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  @TempDir private static Path folder;
  private static Path archive;
  private static SortedMap<String, String> unbroken;

  private TmdbServer tmdb;

  @BeforeAll
  static void runUnbroken() throws Exception {
    archive = folder.resolve("classes.jsa");
    try (SandboxLane lane = new SandboxLane();
        TmdbServer tmdb = TmdbServer.start(FILMS)) {
      FilmZone zone = FilmZone.in(lane.newPlace(0), tmdb);
      LevadaProcess process = process().withJavaOptions("-XX:ArchiveClassesAtExit=" + archive);
      lane.sandbox().environment().forEach(process::withEnvironment);
      Result result = process.run(words(zone.command()));
      assertThat(result.err(), result.exitCode(), equalTo(DONE));
      unbroken = zone.published();
    }
  }

  @BeforeEach
  void startTmdb() {
    tmdb = TmdbServer.start(FILMS);
    tmdb.faults().add(TmdbFault.delay(Duration.ofMillis(20)).withProbability(0.3, 1));
  }

  @AfterEach
  void stopTmdb() {
    tmdb.close();
  }

  /**
   * The same server anew, which has not heard of what a process that was killed has sent at its
   * end.
   */
  private static TmdbServer restarted(TmdbServer tmdb) {
    int port = tmdb.baseUrl().getPort();
    tmdb.close();
    TmdbServer again = TmdbServer.start(FILMS, port);
    again.faults().addAll(tmdb.faults());
    return again;
  }

  private FilmZone zone(String name) throws IOException {
    return FilmZone.in(new FolderPlace(Files.createDirectories(folder.resolve(name))), tmdb);
  }

  @Test
  void takesTheRestOfPagesAndFilmsHoweverOftenItIsKilled() throws Exception {
    FilmZone zone = zone("often");

    killAtRequest(zone, request -> request.page() > 0, 28, "/pages/", 2);

    // The first page is asked for alone, and kept so.
    NavigableSet<String> pages = zone.kept();
    assertThat(pages.size(), equalTo(1 + PACK));

    tmdb = restarted(tmdb);
    zone = new FilmZone(zone.place(), tmdb);
    killAtRequest(zone, request -> request.film() > 0, 48, "/films/", 2);

    assertThat(zone.kept().size(), equalTo(FILMS.pages() + 2 * PACK));
    assertThat(tmdb.requests().pages(), equalTo((long) FILMS.pages() - pages.size()));
    assertThat(zone.asked().stream().filter(pages::contains).toList(), equalTo(List.of()));
    assertTakesOnlyTheRest(zone, "while pages were taken, and while films were");
  }

  /**
   * Begins a process, and kills it at its n-th request of a kind to TMDB.
   *
   * @param files how many files of answers of that kind are kept by then; it is waited for them
   */
  private void killAtRequest(
      FilmZone zone, Predicate<TmdbRequest> kind, int n, String kept, int files) throws Exception {
    CompletableFuture<Process> process = new CompletableFuture<>();
    AtomicInteger seen = new AtomicInteger();
    TmdbFault kill =
        TmdbFault.run(
                () -> {
                  awaitFiles(zone, kept, files);
                  kill(process.join());
                })
            .where(request -> kind.test(request) && seen.incrementAndGet() == n);
    tmdb.faults().add(0, kill);
    try (Running running = fromArchive().begin(words(zone.command("--concurrency=4")))) {
      process.complete(running.process());
      Result result = running.toEnd();
      assertThat(result.err(), result.exitCode(), equalTo(KILLED));
    } finally {
      tmdb.faults().remove(kill);
    }
  }

  private static void awaitFiles(FilmZone zone, String kept, int files) {
    long start = System.nanoTime();
    try {
      while (zone.answers().keySet().stream().filter(name -> name.contains(kept)).count() < files) {
        if (System.nanoTime() - start > LONGEST_WAIT.toNanos()) {
          throw new AssertionError("It does not come to " + files + " files in " + kept);
        }
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void isFinishedOrUndoneOnS3() throws Exception {
    int requests =
        SandboxLane.cutOff(
            LANES,
            (lane, n) -> {
              try (TmdbServer own = TmdbServer.start(FILMS)) {
                return EveryStep.IN_ALL_WAYS
                    ? killAtRequestToS3(lane, n, own)
                    : killAtOneOfFew(lane, n, own);
              }
            });

    assertThat(requests, greaterThanOrEqualTo(EveryStep.IN_ALL_WAYS ? 60 : FEW.size()));
  }

  private static boolean killAtRequestToS3(SandboxLane lane, int n, TmdbServer tmdb)
      throws Exception {
    BucketPlace place = lane.newPlace(n);
    FilmZone zone = FilmZone.in(place, tmdb);
    CompletableFuture<Process> process = new CompletableFuture<>();
    NthRequest cut =
        NthRequest.killing(() -> kill(process.join()), lane.sandbox(), place.bucket(), n);

    Result result = run(lane, zone, process);

    boolean killed = cut.end();
    assertThat(cut + ": " + result, result.exitCode(), equalTo(killed ? KILLED : DONE));
    assertTakesOnlyTheRest(zone, cut.toString());
    return killed;
  }

  private static boolean killAtOneOfFew(SandboxLane lane, int n, TmdbServer tmdb) throws Exception {
    if (n > FEW.size()) {
      return false;
    }
    Step step = FEW.get(n - 1);
    FilmZone zone = FilmZone.in(lane.newPlace(n), tmdb);
    CompletableFuture<Process> process = new CompletableFuture<>();
    lane.sandbox().faults().add(step.behindWhich(() -> kill(process.join())));

    Result result = run(lane, zone, process);

    lane.sandbox().faults().clear();
    assertThat(step + ": " + result, result.exitCode(), equalTo(KILLED));
    assertTakesOnlyTheRest(zone, step.toString());
    return true;
  }

  private static Result run(SandboxLane lane, FilmZone zone, CompletableFuture<Process> process)
      throws Exception {
    LevadaProcess ofSandbox = fromArchive();
    lane.sandbox().environment().forEach(ofSandbox::withEnvironment);
    try (Running running = ofSandbox.begin(words(zone.command()))) {
      process.complete(running.process());
      return running.toEnd();
    }
  }

  private static void assertTakesOnlyTheRest(FilmZone zone, String cut) throws Exception {
    try (TmdbServer tmdb = restarted(zone.tmdb())) {
      assertNextTakesOnlyTheRest(new FilmZone(zone.place(), tmdb), cut);
    }
  }

  /** The next run, and one behind it that has nothing to do. */
  private static void assertNextTakesOnlyTheRest(FilmZone zone, String cut) throws Exception {
    NavigableSet<String> rest = new TreeSet<>();
    if (!zone.isPrepared()) {
      rest.addAll(FilmZone.all(zone.tmdb()));
      rest.removeAll(zone.kept());
    }

    Result next = LevadaInProcess.run(zone.command("--concurrency=2"));

    assertThat(cut + ": " + next, next.exitCode(), equalTo(DONE));
    assertThat(cut, zone.asked(), equalTo(List.copyOf(rest)));
    assertPublished(zone, cut);

    Result last = LevadaInProcess.run(zone.command());
    assertThat(cut + ": " + last, last.exitCode(), equalTo(DONE));
    assertThat(cut, last.out(), containsString("Nothing to do"));
    assertThat(cut, zone.asked(), equalTo(List.copyOf(rest)));
    assertPublished(zone, cut);
    assertThat(cut, zone.leftovers(), equalTo(List.of()));
  }

  private static void assertPublished(FilmZone zone, String cut) throws Exception {
    assertThat(cut, zone.published().equals(unbroken), equalTo(true));
  }

  @Test
  void refusesASecondProcess() throws Exception {
    FilmZone zone = zone("both");
    CountDownLatch asking = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    TmdbFault hold =
        TmdbFault.run(
                () -> {
                  asking.countDown();
                  await(go);
                })
            .onFilms();
    tmdb.faults().add(0, hold);
    String[] command = words(zone.command(BriefLease.OPTION));

    try (Running first = fromArchive().begin(command)) {
      await(asking);
      Result second = fromArchive().run(command);
      go.countDown();
      Result undisturbed = first.toEnd();

      assertThat(second.err(), second.exitCode(), equalTo(LOCKED));
      assertThat(
          second.err(), containsString("Cannot lock " + folder.resolve("both/raw/tmdb") + ": "));
      assertThat(undisturbed.err(), undisturbed.exitCode(), equalTo(DONE));
    }
    assertPublished(zone, "undisturbed");
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("It does not come to that");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void loadsFilmsOnceIntoTheTrustedZone() throws Exception {
    Step step = new Step("CompleteMultipartUpload", "trusted/films/.*");
    try (SandboxLane lane = new SandboxLane()) {
      LakePlace place = lane.newPlace(1);
      String raw = "raw/tmdb/dt=2026-03-01/filmes.jsonl";
      place.write(raw, Files.readAllBytes(TestData.of("tmdb/" + raw.replace("raw/tmdb", "raw"))));
      List<String> command =
          List.of(
              "run",
              "tmdb-to-trusted",
              "--input=" + place.uri("raw/tmdb"),
              "--output=" + place.uri("trusted/films"),
              "--bookmark=enable",
              place.options().get(0));
      CompletableFuture<Process> process = new CompletableFuture<>();
      lane.sandbox().faults().add(step.behindWhich(() -> kill(process.join())));
      LevadaProcess ofSandbox = fromArchive();
      lane.sandbox().environment().forEach(ofSandbox::withEnvironment);
      try (Running running = ofSandbox.begin(words(command))) {
        process.complete(running.process());
        assertThat(running.toEnd().exitCode(), equalTo(KILLED));
      }
      lane.sandbox().faults().clear();

      Result next = LevadaInProcess.run(command);

      assertThat(next.err(), next.exitCode(), equalTo(DONE));
      LakeFiles files = new LakeFiles("trusted/films", "raw/tmdb", place.files());
      assertThat(files.rows("title"), equalTo(expectedTitles()));
      assertThat(files.committedRuns().size(), equalTo(1));
      assertThat(files.unclosedRuns(), equalTo(List.of()));
      assertThat(place.remnants(), equalTo(List.of()));
    }
  }

  private static List<String> expectedTitles() throws IOException {
    List<String> titles = new ArrayList<>();
    for (String row : Files.readAllLines(TestData.of("tmdb/expected/rows.jsonl"))) {
      titles.add(new ObjectMapper().readTree(row).get("title").asText());
    }
    return titles.stream().sorted().toList();
  }

  private static void kill(Process process) {
    try {
      process.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LevadaProcess process() {
    return LevadaProcess.onDirect().withJavaOptions("-Xmx256m");
  }

  private static LevadaProcess fromArchive() {
    return process()
        .withJavaOptions(
            "-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
  }

  private static String[] words(List<String> command) {
    return command.toArray(String[]::new);
  }
}
