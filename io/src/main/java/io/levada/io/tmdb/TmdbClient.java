/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Asks TMDB. Blocks its caller, who is one of as many threads as may ask at once; safe for any
 * thread.
 *
 * <p>What may pass is asked for again, after a pause that grows and is drawn at random: 429, errors
 * of the server, connections that break, answers that are cut or are no JSON. If TMDB says how long
 * to wait, all callers do. An answer counts when it was parsed. Redirects are not followed, so that
 * the token goes nowhere else. Messages have nothing of an answer's body: it might repeat what was
 * sent. What is waited for in the meantime is told in the log when it takes long.
 */
public final class TmdbClient {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  private final TmdbSettings settings;
  private final ApiKey key;
  private final Pace pace;
  private final Duration answerLimit;
  private final LongWaits waits;
  private volatile HttpClient http = newHttp();

  /**
   * Makes a client.
   *
   * @param storages where the key may be
   * @throws IOException if the key can't be found, or is none
   */
  public TmdbClient(TmdbSettings settings, Storages storages) throws IOException {
    this(settings, storages, ANSWER_LIMIT, LongWaits.inLog());
  }

  /**
   * @param answerLimit how long an answer may take
   */
  TmdbClient(TmdbSettings settings, Storages storages, Duration answerLimit, LongWaits waits)
      throws IOException {
    this.settings = settings;
    this.key = settings.key().resolve(storages);
    this.pace = new Pace(settings.maxRequestsPerSecond());
    this.answerLimit = answerLimit;
    this.waits = waits;
  }

  private static HttpClient newHttp() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_LIMIT)
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  LongWaits waits() {
    return waits;
  }

  /** The settings it was made with. */
  public TmdbSettings settings() {
    return settings;
  }

  /**
   * What TMDB answers.
   *
   * @param path below the API's address
   * @return empty if there is no such thing, 404
   * @throws TmdbException if it refuses to answer, or does not answer after all attempts
   * @throws InterruptedException if the thread was asked to stop
   */
  public Optional<ObjectNode> get(String path) throws IOException, InterruptedException {
    Passing last = null;
    long start = System.nanoTime();
    for (int attempt = 1; attempt <= settings.attempts(); attempt++) {
      if (last != null) {
        tellOfRepeat(path, attempt, last, Duration.ofNanos(System.nanoTime() - start));
        pause(last, attempt - 1);
      }
      pace.await();
      try {
        return answer(path, send(path));
      } catch (Passing e) {
        last = e;
      }
    }
    throw new TmdbException(
        "Cannot take "
            + settings.address(path)
            + " after "
            + settings.attempts()
            + " attempts: "
            + last.getMessage()
            + " (what was taken before is kept; run it again)",
        last.getCause());
  }

  /** A failure that may pass. */
  private static final class Passing extends Exception {
    private static final long serialVersionUID = 1;

    private final Duration wait;

    Passing(String message, Duration wait, Throwable cause) {
      super(message, cause);
      this.wait = wait;
    }
  }

  private void tellOfRepeat(String path, int attempt, Passing failure, Duration waited) {
    waits.tell(
        waited,
        () ->
            "Waiting for "
                + settings.address(path)
                + " for "
                + waited.toSeconds()
                + " s; attempt "
                + attempt
                + " of "
                + settings.attempts()
                + " follows: "
                + failure.getMessage());
  }

  private void pause(Passing failure, int failed) throws InterruptedException {
    if (!failure.wait.isZero()) {
      return;
    }
    long longest =
        Math.min(
            LONGEST_PAUSE.toNanos(), settings.firstPause().toNanos() << Math.min(failed - 1, 20));
    TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(longest + 1));
  }

  private HttpResponse<byte[]> send(String path) throws Passing, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(settings.address(path))
            .header("Authorization", key.bearer())
            .header("Accept", "application/json")
            .build();
    HttpClient client = http;
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return await(answer, request.uri());
    } catch (ExecutionException e) {
      throw broken(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      leave(client);
      throw new Passing("no answer in " + answerLimit.toSeconds() + " s", Duration.ZERO, e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  /** As long as it may take; the limit that a request of Java's has ends with the answer's head. */
  private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer, URI address)
      throws ExecutionException, TimeoutException, InterruptedException {
    long start = System.nanoTime();
    Duration silence = waits.shortest();
    if (silence.compareTo(answerLimit) < 0) {
      try {
        return answer.get(silence.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        waits.tell(
            silence,
            () ->
                "Waiting for an answer to "
                    + address
                    + ": none in "
                    + silence.toSeconds()
                    + " s (asked again behind "
                    + answerLimit.toSeconds()
                    + " s)");
      }
    }
    long left = answerLimit.toNanos() - (System.nanoTime() - start);
    return answer.get(left, TimeUnit.NANOSECONDS);
  }

  /**
   * Goes on with connections that are new. Where one is silent, the network may have dropped all
   * that were open, and each would be found out by an attempt of its own.
   */
  private synchronized void leave(HttpClient silent) {
    if (http == silent) {
      http = newHttp();
    }
  }

  /**
   * Messages of failures in front of the request, and of time that has run out, are the machine's
   * own. Others may quote what the server sent, which may be what it was sent.
   */
  private static Passing broken(Throwable cause) {
    boolean tellsNothing =
        cause instanceof ConnectException
            || cause instanceof HttpTimeoutException
            || cause instanceof SSLHandshakeException;
    return tellsNothing
        ? new Passing(cause.toString(), Duration.ZERO, cause)
        : new Passing(
            "the connection broke, or the answer is no HTTP (" + cause.getClass().getName() + ")",
            Duration.ZERO,
            null);
  }

  private Optional<ObjectNode> answer(String path, HttpResponse<byte[]> response)
      throws Passing, TmdbException {
    int status = response.statusCode();
    if (status == 404) {
      return Optional.empty();
    }
    if (status == 429 || status == 503) {
      throw new Passing("TMDB answered " + status, waitOf(path, response), null);
    }
    if (status == 408 || status >= 500) {
      throw new Passing("TMDB answered " + status, Duration.ZERO, null);
    }
    if (status == 401 || status == 403) {
      throw new TmdbException(
          "TMDB refused the API key of "
              + settings.key()
              + ": it answered "
              + status
              + " (give a valid API Read Access Token)");
    }
    if (status != 200) {
      throw new TmdbException(
          "Cannot take "
              + settings.address(path)
              + ": TMDB answered "
              + status
              + " (is --baseUrl its API?)");
    }
    return Optional.of(parse(path, new String(response.body(), StandardCharsets.UTF_8)));
  }

  private ObjectNode parse(String path, String body) throws Passing, TmdbException {
    if (key.isIn(body)) {
      throw new TmdbException(
          "Cannot take "
              + settings.address(path)
              + ": the answer has the API key in it, which must not be written (is --baseUrl its"
              + " API?)");
    }
    try {
      JsonNode answer = JSON.readTree(body);
      if (answer instanceof ObjectNode object) {
        return object;
      }
      throw new Passing("the answer is no JSON object", Duration.ZERO, null);
    } catch (JsonProcessingException e) {
      // Its message would quote the answer.
      throw new Passing("the answer is no whole JSON", Duration.ZERO, null);
    }
  }

  /** Has all callers wait as long as TMDB asks for. */
  private Duration waitOf(String path, HttpResponse<byte[]> response) throws TmdbException {
    Optional<String> header = response.headers().firstValue("Retry-After");
    Duration wait = header.map(TmdbClient::duration).orElse(Duration.ZERO);
    if (wait.compareTo(LONGEST_WAIT) > 0) {
      throw new TmdbException(
          "Cannot take "
              + settings.address(path)
              + ": TMDB asks to wait for "
              + wait.toSeconds()
              + " s (what was taken before is kept; run it again then)");
    }
    if (!wait.isZero()) {
      pace.holdBack(wait);
      waits.tell(
          wait,
          () ->
              "TMDB asks to wait for "
                  + wait.toSeconds()
                  + " s: it answered "
                  + response.statusCode()
                  + " to "
                  + settings.address(path));
    }
    return wait;
  }

  /** Seconds, or a date; anything else says nothing. */
  private static Duration duration(String header) {
    if (header.strip().matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(header.strip()));
    }
    try {
      ZonedDateTime until =
          ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(ZonedDateTime.now(until.getZone()), until);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return Duration.ZERO;
    }
  }
}
