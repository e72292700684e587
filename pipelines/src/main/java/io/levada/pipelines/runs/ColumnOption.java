/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.pipelines.UsageException;
import io.levada.rows.ColumnNames;
import java.util.List;

/** Columns in options, which name them as the input does: its {@code cityName} is cityname. */
final class ColumnOption {

  private static final List<String> NONE = List.of("none");

  private ColumnOption() {}

  /**
   * The column of a name.
   *
   * @throws UsageException if it is blank
   */
  static String parse(String name) {
    if (name.isBlank()) {
      throw new UsageException("Invalid column name: '" + name + "' (expected a name, or none)");
    }

    return ColumnNames.safe(name);
  }

  /** The columns of the names, as {@link #parse}. */
  static List<String> parse(List<String> names) {
    return names.stream().map(ColumnOption::parse).toList();
  }

  /** Whether the option says that there shall be no column. */
  static boolean isNone(List<String> names) {
    return names.equals(NONE);
  }
}
