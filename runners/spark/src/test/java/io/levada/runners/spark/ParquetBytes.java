/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** A Parquet file that is not on a disk. */
final class ParquetBytes {

  private ParquetBytes() {}

  /** The values of a column, as DuckDB reads them. */
  static List<String> column(byte[] content, String name) throws IOException, SQLException {
    Path folder = Files.createTempDirectory("parquet");
    Path file = Files.write(folder.resolve("one.parquet"), content);
    try {
      return new LakeQuery(folder)
          .rows("SELECT " + name + " FROM %s ORDER BY 1").stream()
              .map(row -> row.get(name))
              .toList();
    } finally {
      Files.delete(file);
      Files.delete(folder);
    }
  }
}
