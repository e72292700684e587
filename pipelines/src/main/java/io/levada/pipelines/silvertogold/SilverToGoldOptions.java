/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.silvertogold;

import io.levada.pipelines.runs.AggregationOptions;
import io.levada.pipelines.runs.DriftOptions;
import io.levada.pipelines.runs.LakeOptions;
import io.levada.pipelines.runs.TableInputOptions;
import io.levada.pipelines.runs.WriteMode;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Options of {@code silver-to-gold}: {@code --output} is the gold table. */
public interface SilverToGoldOptions
    extends AggregationOptions, DriftOptions, LakeOptions, TableInputOptions {

  @Validation.Required
  @Description(
      "The Parquet table to read, the silver table: its folder, or a table of a catalog as"
          + " catalog:<database>.<table>. Each run reads all of it. Example: lake/silver/people")
  String getInput();

  void setInput(String input);

  @Description(
      "The partitions to read, as SQL on the partition columns, which are text, or have the types of"
          + " the catalog; the others are not even listed. By default all. Example: ano = '2024' and"
          + " mes >= '06'")
  @Nullable String getWhere();

  void setWhere(@Nullable String where);

  @Description(
      "What becomes of the files that the table has: overwrite replaces all, overwrite-partitions"
          + " those in the partitions that the run has rows for, append leaves them,"
          + " fail-if-exists ends the run with exit code 1. Replaced files go when the new ones are"
          + " visible.")
  @Default.Enum("OVERWRITE")
  WriteMode getWriteMode();

  void setWriteMode(WriteMode writeMode);
}
