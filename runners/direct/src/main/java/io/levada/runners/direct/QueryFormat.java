/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import java.io.PrintStream;

/** How the rows of a query are written. */
enum QueryFormat {
  TABLE,
  CSV,
  JSON;

  RowsOut to(PrintStream out) {
    return switch (this) {
      case TABLE -> new TableOut(out);
      case CSV -> new CsvOut(out);
      case JSON -> new JsonRowsOut(out);
    };
  }
}
