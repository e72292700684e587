/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import java.io.Serializable;
import java.net.URI;
import java.time.Duration;

/**
 * How TMDB is asked.
 *
 * @param baseUrl the API's address with its version, {@code https://api.themoviedb.org/3}
 * @param key where the token is
 * @param language of titles and texts, as {@code pt-BR}
 * @param maxRequestsPerSecond how many requests may begin in a second, retries included
 * @param concurrency how many may be under way
 * @param attempts how often the same is asked for before it is given up
 * @param firstPause before the second attempt, at most; each further one may be twice as long
 */
public record TmdbSettings(
    URI baseUrl,
    ApiKeyReference key,
    String language,
    double maxRequestsPerSecond,
    int concurrency,
    int attempts,
    Duration firstPause)
    implements Serializable {

  private static final int ATTEMPTS = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final int MOST_AT_ONCE = 64;

  /**
   * Settings with the usual retries.
   *
   * @throws IllegalArgumentException if one is out of range, or the address could hold a secret
   */
  public static TmdbSettings of(
      URI baseUrl,
      ApiKeyReference key,
      String language,
      double maxRequestsPerSecond,
      int concurrency) {
    return new TmdbSettings(
        baseUrl, key, language, maxRequestsPerSecond, concurrency, ATTEMPTS, FIRST_PAUSE);
  }

  public TmdbSettings {
    checkAddress(baseUrl);
    if (!language.matches("[a-z]{2}(-[A-Z]{2})?")) {
      throw new IllegalArgumentException(
          "Invalid language: '" + language + "' (expected one such as en-US or pt)");
    }
    if (!(maxRequestsPerSecond > 0 && maxRequestsPerSecond <= 1_000_000)) {
      throw new IllegalArgumentException(
          "Invalid number of requests a second: " + maxRequestsPerSecond + " (expected above 0)");
    }
    if (concurrency < 1 || concurrency > MOST_AT_ONCE) {
      throw new IllegalArgumentException(
          "Invalid concurrency: " + concurrency + " (expected 1 to " + MOST_AT_ONCE + ")");
    }
  }

  /** Addresses are recorded and logged: none may hold a key. */
  private static void checkAddress(URI baseUrl) {
    boolean web =
        ("http".equalsIgnoreCase(baseUrl.getScheme())
                || "https".equalsIgnoreCase(baseUrl.getScheme()))
            && baseUrl.getHost() != null;
    if (!web) {
      throw new IllegalArgumentException(
          "Invalid address: it is none of the web (expected one such as"
              + " https://api.themoviedb.org/3)");
    }
    if (baseUrl.getRawUserInfo() != null
        || baseUrl.getRawQuery() != null
        || baseUrl.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "Invalid address: it has a user, a query or a fragment, which is not repeated here, as it"
              + " may hold a key (give the key by reference)");
    }
  }

  /** The address of a path below the API's own. */
  public URI address(String path) {
    String base = baseUrl.toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  /** The path of a page of the best rated films, from 1. */
  public String pathOfPage(int page) {
    return "/movie/top_rated?language=" + language + "&page=" + page;
  }

  /** The address of that page. */
  public URI addressOfPage(int page) {
    return address(pathOfPage(page));
  }

  /** The path of a film. */
  public String pathOfFilm(long film) {
    return "/movie/" + film + "?language=" + language;
  }
}
