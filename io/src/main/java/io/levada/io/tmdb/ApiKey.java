/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import java.util.regex.Pattern;

/** The secret itself. It is not serialised, and as text it is stars. */
final class ApiKey {

  /** RFC 6750's characters of a bearer token. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final Pattern OF_VERSION_3 = Pattern.compile("[0-9a-fA-F]{32}");

  private final String token;

  /**
   * @param reference where it is from, for messages
   * @throws TmdbException if it can't be a token; its text is not told
   */
  ApiKey(String text, ApiKeyReference reference) throws TmdbException {
    String stripped = text.strip();
    if (OF_VERSION_3.matcher(stripped).matches()) {
      throw new TmdbException(
          "Cannot use the API key of "
              + reference
              + ": it is one of TMDB's version 3, which goes into addresses, and so into logs (give"
              + " the API Read Access Token from the same page of TMDB's settings)");
    }
    if (!TOKEN.matcher(stripped).matches()) {
      throw new TmdbException(
          "Cannot use the API key of "
              + reference
              + ": "
              + (stripped.isEmpty() ? "it is empty" : "it has characters that no token has")
              + " (give TMDB's API Read Access Token)");
    }
    this.token = stripped;
  }

  /** For the header Authorization. */
  String bearer() {
    return "Bearer " + token;
  }

  boolean isIn(String text) {
    return text.contains(token);
  }

  @Override
  public String toString() {
    return "***";
  }
}
