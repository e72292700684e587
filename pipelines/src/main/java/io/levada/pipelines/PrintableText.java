/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

/** Text that others have chosen, such as the name of a file, on one line of a terminal. */
public final class PrintableText {

  private PrintableText() {}

  /**
   * The text with control characters, which could end the line or steer the terminal, as in a Java
   * string.
   */
  public static String of(String text) {
    if (text.chars().noneMatch(PrintableText::isControl)) {
      return text;
    }

    StringBuilder printable = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '\n' -> printable.append("\\n");
                case '\r' -> printable.append("\\r");
                case '\t' -> printable.append("\\t");
                default -> {
                  if (isControl(c)) {
                    printable.append(String.format("\\u%04x", c));
                  } else {
                    printable.append((char) c);
                  }
                }
              }
            });
    return printable.toString();
  }

  /** Control characters, and the format characters that turn the direction of text around. */
  private static boolean isControl(int c) {
    return Character.isISOControl(c)
        || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069)
        || c == 0x2028
        || c == 0x2029;
  }
}
