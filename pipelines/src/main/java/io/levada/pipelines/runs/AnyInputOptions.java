/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Files of any format, or a table, that a run reads. */
@Description("Format of the input")
public interface AnyInputOptions extends CsvOptions, RecordOptions, TableInputOptions {

  @Description(
      "What the input is: parquet, json, csv, or auto. To auto, a folder with .parquet files in it,"
          + " a Parquet file and catalog:<database>.<table> are parquet; otherwise the content of"
          + " the first file tells: json if it begins with { or [, else csv. The schema is inferred"
          + " unless --schema gives it.")
  @Default.Enum("AUTO")
  Format getFormat();

  void setFormat(Format format);

  @Description(
      "Of an input of Parquet, the partitions to read, as SQL on the partition columns; the others"
          + " are not even listed. By default all. Example: ano = '2024'")
  @Nullable String getWhere();

  void setWhere(@Nullable String where);

  /** What an input is. */
  enum Format {
    AUTO,
    PARQUET,
    JSON,
    CSV
  }
}
