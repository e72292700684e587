/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import java.io.PrintStream;

/** Prints a hundred thousand lines in fewer pieces: a standard output is flushed at each. */
final class LineOut implements AutoCloseable {

  private static final int PIECE = 1 << 16;

  private final PrintStream out;
  private final StringBuilder text = new StringBuilder();

  LineOut(PrintStream out) {
    this.out = out;
  }

  void line(String line) {
    text.append(line).append('\n');
    if (text.length() > PIECE) {
      print();
    }
  }

  /** A line of texts in columns, each at the right end of its own. */
  void columns(int width, String... texts) {
    for (String each : texts) {
      text.append(" ".repeat(Math.max(0, width - each.length()))).append(each).append(' ');
    }
  }

  @Override
  public void close() {
    print();
  }

  private void print() {
    out.print(text);
    text.setLength(0);
  }
}
