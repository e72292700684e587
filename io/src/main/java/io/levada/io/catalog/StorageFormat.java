/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.util.Map;

/**
 * How a table's files are read, by the names of Hive's classes.
 *
 * @param inputFormat of the files
 * @param outputFormat of files that are added
 * @param serde what makes rows of them
 * @param parameters of the SerDe
 */
public record StorageFormat(
    String inputFormat, String outputFormat, String serde, Map<String, String> parameters) {

  /** What Athena expects of Parquet. */
  public static final StorageFormat PARQUET =
      new StorageFormat(
          "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
          "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
          "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",
          Map.of("serialization.format", "1"));

  public StorageFormat {
    parameters = Map.copyOf(parameters);
  }

  public boolean isParquet() {
    return serde.equals(PARQUET.serde);
  }
}
