/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of TMDB's API that lists the best rated films and tells all of one, on a port of
 * 127.0.0.1, as TMDB's documentation describes it; written by that, without access to TMDB. It lets
 * in one token, and can be told to {@linkplain #faults() fail}.
 *
 * <pre>{@code
 * try (TmdbServer tmdb = TmdbServer.start(TmdbFilms.generated(100))) {
 *   ... tmdb.baseUrl(), tmdb.token()
 * }
 * }</pre>
 *
 * <p>Several can run at once in a JVM. Safe for any thread.
 */
public final class TmdbServer implements AutoCloseable {

  /** The one token that is let in, as {@code Authorization: Bearer}. */
  public static final String TOKEN = "sandbox-tmdb-read-token";

  private static final String NO_DELAY = "sun.net.httpserver.nodelay";
  private static final String VERSION = "/3";
  private static final String LIST = VERSION + "/movie/top_rated";
  private static final Pattern FILM = Pattern.compile(VERSION + "/movie/(\\d{1,18})");
  private static final Pattern PAGE = Pattern.compile("(?:^|&)page=([^&]*)");
  private static final int LAST_PAGE = 500;
  private static final int THREADS = 64;

  static {
    // Without it each answer waits 40 ms for the client to acknowledge its head.
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final TmdbRequests requests = new TmdbRequests();
  private final List<TmdbFault> faults = new CopyOnWriteArrayList<>();
  private final TmdbFilms films;
  private final TmdbFilms movedFilms;
  private volatile long movesAfterPages = Long.MAX_VALUE;

  private TmdbServer(TmdbFilms films, HttpServer server) {
    this.films = films;
    this.movedFilms = films.behindAnother();
    this.server = server;
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              Thread thread = new Thread(task, "tmdb-server");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts it on a free port; it is ready when this returns. */
  public static TmdbServer start(TmdbFilms films) {
    return start(films, 0);
  }

  /**
   * Starts it; it is ready when this returns.
   *
   * @param port 0 for one that is free
   * @throws UncheckedIOException if the port is in use
   */
  public static TmdbServer start(TmdbFilms films, int port) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(Loopback.address(), port), 1 + LAST_PAGE);
      return new TmdbServer(films, server);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen to port " + port + " of 127.0.0.1", e);
    }
  }

  /** What a client is given as the API's address. */
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + VERSION);
  }

  /** The token that it lets in. */
  public String token() {
    return TOKEN;
  }

  /** The films that it has. */
  public TmdbFilms films() {
    return films;
  }

  /** What it was asked for. */
  public TmdbRequests requests() {
    return requests;
  }

  /** What goes wrong; of those that hit a request, the first added is taken. */
  public List<TmdbFault> faults() {
    return faults;
  }

  /**
   * Has a film come in at the top of the list when so many pages were asked for: what was last on a
   * page is first on the next.
   */
  public void moveAfterPages(int pages) {
    this.movesAfterPages = pages;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    String path = uri.getRawPath() + (query.isEmpty() ? "" : "?" + query);
    Matcher film = FILM.matcher(uri.getRawPath());
    boolean list = uri.getRawPath().equals(LIST);
    TmdbRequest request =
        requests.begin(
            path,
            list ? Math.max(1, page(query)) : 0,
            film.matches() ? Long.parseLong(film.group(1)) : 0);
    try (exchange) {
      answer(exchange, request, list ? page(query) : 0);
    }
  }

  /** Its number, 1 if none is given, 0 if it is none. */
  private static int page(String query) {
    Matcher page = PAGE.matcher(query);
    if (!page.find()) {
      return 1;
    }
    return page.group(1).matches("\\d{1,9}") ? Integer.parseInt(page.group(1)) : 0;
  }

  private void answer(HttpExchange exchange, TmdbRequest request, int page) throws IOException {
    Optional<TmdbFault> fault = faults.stream().filter(each -> each.hits(request)).findFirst();
    if (fault.isPresent() && refuse(exchange, fault.get())) {
      return;
    }

    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (!("Bearer " + TOKEN).equals(authorization)) {
      send(exchange, 401, error(401));
    } else if (!exchange.getRequestMethod().equals("GET")) {
      send(exchange, 405, error(405));
    } else if (request.page() > 0) {
      sendPage(exchange, page, fault);
    } else if (request.film() > 0 && films.film(request.film()).isPresent()) {
      send(exchange, films.film(request.film()).get(), fault);
    } else if (request.film() > 0 && movedFilms.film(request.film()).isPresent()) {
      send(exchange, movedFilms.film(request.film()).get(), fault);
    } else {
      send(exchange, 404, error(404));
    }
  }

  private void sendPage(HttpExchange exchange, int page, Optional<TmdbFault> fault)
      throws IOException {
    if (page < 1 || page > LAST_PAGE) {
      send(exchange, 400, error(400));
      return;
    }
    boolean moved = requests.pages() > movesAfterPages;
    send(exchange, (moved ? movedFilms : films).page(page), fault);
  }

  /** Whether the fault has taken the place of the answer. */
  private boolean refuse(HttpExchange exchange, TmdbFault fault) throws IOException {
    switch (fault.kind()) {
      case ERROR -> {
        if (!fault.duration().isZero()) {
          exchange
              .getResponseHeaders()
              .set("Retry-After", Long.toString(fault.duration().toSeconds()));
        }
        send(exchange, fault.status(), error(fault.status()));
        return true;
      }
      case TEXT -> {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        requests.end();
        byte[] text = fault.text().formatted(authorization).getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(fault.status(), text.length);
        exchange.getResponseBody().write(text);
        return true;
      }
      case RESET -> {
        requests.end();
        return true;
      }
      case DELAY -> {
        long end = System.nanoTime() + fault.duration().toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
          LockSupport.parkNanos(end - System.nanoTime());
        }
        return false;
      }
      default -> {
        return false;
      }
    }
  }

  private void send(HttpExchange exchange, ObjectNode body, Optional<TmdbFault> fault)
      throws IOException {
    ObjectNode answer = body;
    if (fault.isPresent() && fault.get().kind() == TmdbFault.Kind.CHANGE) {
      answer = body.deepCopy();
      fault.get().change().accept(answer);
    }
    byte[] bytes = TmdbFilms.JSON.writeValueAsBytes(answer);
    requests.end();
    boolean cut = fault.isPresent() && fault.get().kind() == TmdbFault.Kind.CUT_BODY;
    exchange.getResponseHeaders().set("Content-Type", "application/json;charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes, 0, cut ? bytes.length / 2 : bytes.length);
    exchange.getResponseBody().flush();
  }

  private void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
    byte[] bytes = TmdbFilms.JSON.writeValueAsBytes(body);
    requests.end();
    exchange.getResponseHeaders().set("Content-Type", "application/json;charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** The codes and messages of TMDB's documentation. */
  private static ObjectNode error(int status) {
    ObjectNode error = TmdbFilms.JSON.createObjectNode().put("success", false);
    return switch (status) {
      case 400 ->
          error
              .put("status_code", 22)
              .put(
                  "status_message",
                  "Invalid page: Pages start at 1 and max at 500. They are expected to be an"
                      + " integer.");
      case 401 ->
          error
              .put("status_code", 7)
              .put("status_message", "Invalid API key: You must be granted a valid key.");
      case 404 ->
          error
              .put("status_code", 34)
              .put("status_message", "The resource you requested could not be found.");
      case 405 ->
          error
              .put("status_code", 8)
              .put("status_message", "This request method is not supported for this resource.");
      case 429 ->
          error
              .put("status_code", 25)
              .put("status_message", "Your request count is over the allowed limit.");
      case 503 ->
          error
              .put("status_code", 9)
              .put(
                  "status_message",
                  "Service offline: This service is temporarily offline, try again later.");
      default ->
          error
              .put("status_code", 11)
              .put("status_message", "Internal error: Something went wrong, contact TMDB.");
    };
  }
}
