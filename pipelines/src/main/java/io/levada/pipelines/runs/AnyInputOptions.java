/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Files of any format, or a table, that a run reads. */
@Description("Format of the input")
public interface AnyInputOptions extends RecordOptions, TableInputOptions {

  @Description(
      "What the input is: parquet, json, or auto. To auto, a folder with .parquet files in it, a"
          + " Parquet file and catalog:<database>.<table> are parquet, and all else is json. The"
          + " schema of json is inferred unless --schema gives it.")
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
    JSON
  }
}
