/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.levada.sandbox.TmdbFault;
import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The key is in nothing that a run writes or prints, whatever TMDB answers: its files, its record,
 * what it keeps, the summary, both streams with {@code --debug}, and what is logged with it.
 */
class SecretKeyTest {

  private static final String KEY = TmdbServer.TOKEN;

  @TempDir private Path folder;
  private TmdbServer tmdb;
  private TmdbZone zone;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final List<String> logged = new ArrayList<>();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final Logger root = Logger.getLogger("");
  private final Level level = root.getLevel();
  private final Handler recorder =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          synchronized (logged) {
            logged.add(new SimpleFormatter().format(record));
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() throws IOException {
    tmdb = TmdbServer.start(TmdbFilms.generated(25));
    zone = new TmdbZone(folder, tmdb);
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    recorder.setLevel(Level.ALL);
    root.addHandler(recorder);
  }

  @AfterEach
  void stopListening() {
    System.setOut(out);
    System.setErr(err);
    root.removeHandler(recorder);
    root.setLevel(level);
    tmdb.close();
  }

  private int ingest(String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--debug=true");
    return zone.ingest(arguments.toArray(String[]::new));
  }

  private void assertNowhere() throws IOException {
    assertThat(zone.levada().out(), not(containsString(KEY)));
    assertThat(zone.levada().err(), not(containsString(KEY)));
    assertThat(printed.toString(StandardCharsets.UTF_8), not(containsString(KEY)));
    synchronized (logged) {
      assertThat(String.join("\n", logged), not(containsString(KEY)));
    }
    assertThat(holders(), equalTo(List.of("key")));
  }

  /** Every file that has the key in it, unpacked if need be. */
  private List<String> holders() throws IOException {
    List<String> holders = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (file.toString().endsWith(".gz")) {
          bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        }
        String path = folder.relativize(file).toString();
        if ((path + new String(bytes, StandardCharsets.ISO_8859_1)).contains(KEY)) {
          holders.add(path);
        }
      }
    }
    return holders;
  }

  @Test
  void ofARunThatEndsWell() throws Exception {
    tmdb.faults().add(TmdbFault.error(404).onFilm(24));

    assertThat(ingest(), is(0));

    assertNowhere();
    assertThat(
        zone.levada()
            .command("runs", "show", zone.output().toString(), zone.summary().get("run").asText()),
        is(0));
    assertNowhere();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 302, 400, 401, 403, 418})
  void ofARunWhoseServerRepeatsWhatItWasSent(int status) throws Exception {
    String body = "{\"id\": 24, \"genres\": [], \"overview\": \"you sent %s\"}";
    tmdb.faults().add(TmdbFault.text(status, body).onFilm(24));

    assertThat(ingest(), is(1));

    assertNowhere();
  }

  @Test
  void ofARunWhoseKeyIsRefused() throws Exception {
    tmdb.faults().add(TmdbFault.error(401));

    assertThat(ingest(), is(1));

    assertNowhere();
  }

  @Test
  void ofARunThatIsGivenTheKeyItself() throws Exception {
    assertThat(ingest("--apiKey=" + KEY), is(2));

    assertThat(
        zone.levada().err(),
        is(
            "levada: Invalid --apiKey: what was given is no reference to a key, and is not repeated"
                + " here, as it may be the key itself (give env:NAME, file:PATH or ssm:NAME)\n"));
    assertNowhere();
  }

  @Test
  void ofARunThatIsGivenTheKeyAsAnotherOption() throws Exception {
    assertThat(ingest("--apikey=" + KEY), is(2));

    assertNowhere();
  }

  @Test
  void ofARunWhoseAddressHasTheKey() throws Exception {
    assertThat(ingest("--baseUrl=" + tmdb.baseUrl() + "?api_key=" + KEY), is(2));

    assertNowhere();
  }

  @Test
  void ofARunWhoseKeyIsNoToken() throws Exception {
    Files.writeString(folder.resolve("key"), KEY + "\n" + KEY);

    assertThat(ingest(), is(2));

    assertNowhere();
  }
}
