/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Something that goes wrong with requests to a {@link TmdbServer}: with all of them, until it is
 * narrowed. Immutable.
 */
public final class TmdbFault {

  /** What the client sees. */
  enum Kind {
    ERROR,
    TEXT,
    CUT_BODY,
    RESET,
    DELAY,
    CHANGE
  }

  private static final long ALWAYS = Long.MAX_VALUE;

  private final Kind kind;
  private final int status;
  private final String text;
  private final Duration duration;
  private final Consumer<ObjectNode> change;
  private final Predicate<TmdbRequest> narrowed;
  private final long times;

  private TmdbFault(
      Kind kind,
      int status,
      String text,
      Duration duration,
      Consumer<ObjectNode> change,
      Predicate<TmdbRequest> narrowed,
      long times) {
    this.kind = kind;
    this.status = status;
    this.text = text;
    this.duration = duration;
    this.change = change;
    this.narrowed = narrowed;
    this.times = times;
  }

  private static TmdbFault of(Kind kind, int status, String text, Duration duration) {
    return new TmdbFault(kind, status, text, duration, body -> {}, request -> true, ALWAYS);
  }

  /**
   * 429, as TMDB answers whoever asks too often.
   *
   * @param retryAfter how long to wait, in whole seconds; zero leaves the header out
   */
  public static TmdbFault tooManyRequests(Duration retryAfter) {
    return of(Kind.ERROR, 429, "", retryAfter);
  }

  /** An error with TMDB's body for it. */
  public static TmdbFault error(int status) {
    return of(Kind.ERROR, status, "", Duration.ZERO);
  }

  /** An answer of text, such as a gateway's page; {@code %s} in it is the Authorization header. */
  public static TmdbFault text(int status, String text) {
    return of(Kind.TEXT, status, text, Duration.ZERO);
  }

  /** Half of the body, and then the end of the connection. */
  public static TmdbFault cutBody() {
    return of(Kind.CUT_BODY, 200, "", Duration.ZERO);
  }

  /** The end of the connection, without an answer. */
  public static TmdbFault reset() {
    return of(Kind.RESET, 0, "", Duration.ZERO);
  }

  /** The right answer, late. */
  public static TmdbFault delay(Duration duration) {
    return of(Kind.DELAY, 200, "", duration);
  }

  /** The right answer but for what is changed in its JSON. */
  public static TmdbFault change(Consumer<ObjectNode> change) {
    return new TmdbFault(Kind.CHANGE, 200, "", Duration.ZERO, change, request -> true, ALWAYS);
  }

  /** The right answer, and something that is done before, such as killing the client. */
  public static TmdbFault run(Runnable action) {
    return change(body -> action.run());
  }

  /** Only for pages of the list. */
  public TmdbFault onPages() {
    return where(request -> request.page() > 0);
  }

  /** Only for that page of the list. */
  public TmdbFault onPage(int page) {
    return where(request -> request.page() == page);
  }

  /** Only for films. */
  public TmdbFault onFilms() {
    return where(request -> request.film() > 0);
  }

  /** Only for that film. */
  public TmdbFault onFilm(long film) {
    return where(request -> request.film() == film);
  }

  /** Only for requests of which that is true. */
  public TmdbFault where(Predicate<TmdbRequest> matches) {
    return new TmdbFault(kind, status, text, duration, change, narrowed.and(matches), times);
  }

  /** Only the first so many times that the very same thing is asked for. */
  public TmdbFault times(int count) {
    return new TmdbFault(kind, status, text, duration, change, narrowed, count);
  }

  /**
   * Only for a share of the requests. What is asked for and how often it was before decide, so the
   * same are hit in whatever order threads come.
   */
  public TmdbFault withProbability(double probability, long seed) {
    return where(
        request -> {
          long hash =
              TmdbFilms.mix(TmdbFilms.mix(seed ^ request.path().hashCode()) + request.nth());
          return (hash >>> 11) * 0x1.0p-53 < probability;
        });
  }

  boolean hits(TmdbRequest request) {
    return request.nth() <= times && narrowed.test(request);
  }

  Kind kind() {
    return kind;
  }

  int status() {
    return status;
  }

  String text() {
    return text;
  }

  Duration duration() {
    return duration;
  }

  Consumer<ObjectNode> change() {
    return change;
  }

  @Override
  public String toString() {
    return kind + (status == 0 ? "" : " " + status) + (text.isEmpty() ? "" : " " + text);
  }
}
