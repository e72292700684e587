/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A page of a listing. What is listed is cut into pages before it is chosen from, so that a page
 * can be empty though others follow it, as Glue's can.
 *
 * @param entries by their keys
 * @param next the token of the page that follows, or null
 */
record GluePage<T>(Map<String, T> entries, @Nullable String next) {

  private static final String TOKEN = "sandbox:";

  static <T> GluePage<T> of(GlueRequest request, NavigableMap<String, T> all, int max)
      throws RefusedException {
    String token = request.text("NextToken");
    NavigableMap<String, T> rest =
        token == null || token.isEmpty() ? all : all.tailMap(key(token), false);
    int size = request.number("MaxResults", max);
    Map<String, T> entries = new LinkedHashMap<>();
    for (Map.Entry<String, T> entry : rest.entrySet()) {
      if (entries.size() == size) {
        break;
      }
      entries.put(entry.getKey(), entry.getValue());
    }
    boolean isLast = entries.size() == rest.size();
    return new GluePage<>(entries, isLast ? null : token(lastKey(entries)));
  }

  private static String lastKey(Map<String, ?> entries) {
    String last = "";
    for (String key : entries.keySet()) {
      last = key;
    }
    return last;
  }

  private static String token(String key) {
    return Base64.getUrlEncoder().encodeToString((TOKEN + key).getBytes(StandardCharsets.UTF_8));
  }

  private static String key(String token) throws RefusedException {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(TOKEN)) {
        return text.substring(TOKEN.length());
      }
    } catch (IllegalArgumentException e) {
      // Refused below, as any that is not ours.
    }
    throw new RefusedException(400, "InvalidInputException", "Invalid NextToken");
  }

  /** Adds the token to an answer. */
  ObjectNode into(ObjectNode answer) {
    if (next != null) {
      answer.put("NextToken", next);
    }
    return answer;
  }
}
