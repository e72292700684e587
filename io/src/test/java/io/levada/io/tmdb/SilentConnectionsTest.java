/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.levada.io.storage.Storages;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections on which nothing comes any more, as a network leaves them that has dropped them. */
class SilentConnectionsTest {

  private static final int OPENED = 3;

  /** Enough for the answers that come, on a machine that does much else. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  private static final String ANSWER = "{\"id\":11}";

  @TempDir private Path folder;
  private final AtomicInteger silent = new AtomicInteger();
  private final CountDownLatch opened = new CountDownLatch(OPENED);

  @Test
  void costOneAttemptHoweverManyWereOpen() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      threads.execute(() -> accept(server, threads));
      TmdbClient client = client(server.getLocalPort());
      List<Future<?>> first = new ArrayList<>();
      for (int i = 0; i < OPENED; i++) {
        first.add(threads.submit(() -> client.get("/movie/11")));
      }
      for (Future<?> one : first) {
        one.get(1, TimeUnit.MINUTES);
      }

      client.get("/movie/11");

      assertThat(silent.get(), is(1));
    } finally {
      threads.shutdownNow();
    }
  }

  private TmdbClient client(int port) throws IOException {
    Path key = Files.writeString(folder.resolve("key"), "a-token-of-enough-letters");
    TmdbSettings settings =
        new TmdbSettings(
            URI.create("http://127.0.0.1:" + port + "/3"),
            ApiKeyReference.parse("file:" + key),
            "en-US",
            10_000,
            8,
            OPENED + 2,
            Duration.ofMillis(5));
    return new TmdbClient(settings, Storages.withoutStaging(), ANSWER_LIMIT, LongWaits.inLog());
  }

  private void accept(ServerSocket server, ExecutorService threads) {
    try {
      while (!server.isClosed()) {
        Socket client = server.accept();
        threads.execute(() -> answerOnce(client));
      }
    } catch (IOException e) {
      // The test has ended.
    }
  }

  /** The first request, when as many connections are open as there are to be. */
  private void answerOnce(Socket connection) {
    try (Socket client = connection) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
      readHead(in);
      opened.countDown();
      opened.await();
      String head = "HTTP/1.1 200 OK\r\nContent-Length: " + ANSWER.length() + "\r\n\r\n";
      client.getOutputStream().write((head + ANSWER).getBytes(ISO_8859_1));
      while (readHead(in)) {
        silent.incrementAndGet();
      }
    } catch (IOException | InterruptedException e) {
      // The client has gone, or the test has ended.
    }
  }

  private static boolean readHead(BufferedReader in) throws IOException {
    String line = in.readLine();
    boolean isThere = line != null;
    while (line != null && !line.isEmpty()) {
      line = in.readLine();
    }
    return isThere;
  }
}
