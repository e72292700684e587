/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import java.io.IOException;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Takes the rows of a query, one by one, as texts. */
interface RowsOut {

  /**
   * A column of the result.
   *
   * @param name need not be the only one of that name
   * @param kind what its texts are
   */
  record Column(String name, Kind kind) {}

  /** What a text stands for. */
  enum Kind {
    TEXT,
    /** As JSON has numbers, or {@code NaN}, {@code Infinity} and {@code -Infinity}. */
    NUMBER,
    BOOLEAN,
    /** JSON itself. */
    NESTED
  }

  void begin(List<Column> columns) throws IOException;

  void add(List<@Nullable String> row) throws IOException;

  void end() throws IOException;
}
