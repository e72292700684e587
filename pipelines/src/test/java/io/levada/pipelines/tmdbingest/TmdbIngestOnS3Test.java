/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.LevadaCommands;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import io.levada.sandbox.TmdbFault;
import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A raw zone on S3, with the key in it. */
@ExtendWith(SandboxExtension.class)
class TmdbIngestOnS3Test {

  private final TmdbServer tmdb = TmdbServer.start(TmdbFilms.generated(45));

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Sandbox sandbox;
  private String bucket;
  private Storage storage;

  @BeforeEach
  void putKey(Sandbox sandbox, SandboxSpace space) throws IOException {
    this.levada = new LevadaCommands(folder);
    this.sandbox = sandbox;
    this.bucket = "s3://" + space.bucket();
    this.storage =
        Storages.withoutStaging()
            .withAws(AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint()))
            .of(Location.of(bucket + "/key"));
    storage.write(Location.of(bucket + "/key"), TmdbServer.TOKEN.getBytes(UTF_8));
  }

  @AfterEach
  void stopTmdb() {
    tmdb.close();
  }

  private int ingest(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "tmdb-ingest",
                "--output=" + bucket + "/raw/tmdb",
                "--apiKey=file:" + bucket + "/key",
                "--baseUrl=" + tmdb.baseUrl(),
                "--endpoint=" + sandbox.endpoint(),
                "--maxRequestsPerSecond=100000",
                "--collectionDate=2026-03-01"));
    arguments.addAll(List.of(more));
    return levada.run(arguments.toArray(String[]::new));
  }

  private void assertEnds(int expected, int exitCode) {
    assertThat(levada.err(), exitCode, is(expected));
  }

  private List<String> below(String folder) throws IOException {
    Location root = Location.of(bucket + "/" + folder);
    List<String> found = new ArrayList<>();
    storage.list(
        root, entry -> found.add(entry.location().relativeTo(root).replaceFirst("run=[^/]+/", "")));
    return found;
  }

  private String read(String name) throws IOException {
    String run = levada.summary().get("run").asText();
    String file = bucket + "/raw/tmdb/dt=2026-03-01/run=" + run + "/" + name;
    return new String(storage.read(Location.of(file)).orElseThrow(), UTF_8);
  }

  @Test
  void writesTheFilesAndKeepsNothingElse() throws IOException {
    assertEnds(0, ingest());

    assertThat(
        below("raw/tmdb"),
        contains(
            "_SUCCESS",
            "dt=2026-03-01/filmes.jsonl",
            "dt=2026-03-01/idiomas.json",
            "dt=2026-03-01/produtoras_filmes.json"));
    assertThat(below("raw/_levada/tmdb/collections"), is(empty()));
  }

  @Test
  void writesFilesWithoutFilms() throws IOException {
    assertEnds(0, ingest("--genres=Western"));

    assertThat(read("filmes.jsonl"), is(""));
    assertThat(read("idiomas.json"), is("[]\n"));
  }

  @Test
  void goesOnWhereItWasCutOff() throws IOException {
    tmdb.faults().add(TmdbFault.error(401).onFilm(tmdb.films().ids().get(44)));
    assertEnds(1, ingest("--concurrency=1"));
    tmdb.faults().clear();
    tmdb.requests().reset();

    assertEnds(0, ingest());

    assertThat(tmdb.requests().films(), is(1L));
  }

  @Test
  void endsForItsRejectsIfTheListCannotBeRemoved() {
    sandbox
        .faults()
        .add(Fault.accessDenied().on("DeleteObject").ofKeyPrefix("raw/_levada/tmdb/collections/"));
    tmdb.faults().add(TmdbFault.error(404).onFilm(24));

    assertEnds(3, ingest("--maxRejects=0"));
  }

  @Test
  void owesWhatCouldNotBeRemovedAndDoesNotGoOnWithIt() throws IOException {
    sandbox
        .faults()
        .add(Fault.accessDenied().on("DeleteObject").ofKeyPrefix("raw/_levada/tmdb/collections/"));
    assertEnds(6, ingest());
    assertThat(below("raw/_levada/tmdb/collections"), is(not(empty())));
    tmdb.requests().reset();

    // What is published is not gone on with.
    assertEnds(6, ingest("--collected=replace"));

    assertThat(tmdb.requests().films(), is(45L));
    sandbox.faults().clear();
    assertThat(
        levada.command("runs", "recover", bucket + "/raw/tmdb", "--endpoint=" + sandbox.endpoint()),
        is(0));
    assertThat(below("raw/_levada/tmdb/collections"), is(empty()));
  }
}
