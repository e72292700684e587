/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Names as JSON strings. */
final class JsonText {

  private JsonText() {}

  /** The name in quotes. What UTF-8 cannot hold, half a surrogate pair, is escaped. */
  static String quote(String name) {
    StringBuilder quoted = new StringBuilder(name.length() + 2).append('"');
    char[] chars = JsonStringEncoder.getInstance().quoteAsString(name);
    for (int i = 0; i < chars.length; i++) {
      if (i + 1 < chars.length && Character.isSurrogatePair(chars[i], chars[i + 1])) {
        quoted.append(chars[i]).append(chars[++i]);
      } else if (Character.isSurrogate(chars[i])) {
        quoted.append("\\u%04x".formatted((int) chars[i]));
      } else {
        quoted.append(chars[i]);
      }
    }
    return quoted.append('"').toString();
  }
}
