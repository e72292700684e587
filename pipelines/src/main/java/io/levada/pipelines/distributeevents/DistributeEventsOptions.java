/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.distributeevents;

import io.levada.pipelines.runs.DistributionOptions;
import io.levada.pipelines.runs.DriftOptions;
import io.levada.pipelines.runs.IntakeOptions;
import io.levada.pipelines.runs.LakeOptions;
import io.levada.pipelines.runs.TableInputOptions;
import io.levada.pipelines.runs.WriteModeOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Options of {@code distribute-events}: {@code --output} is the trusted zone. */
public interface DistributeEventsOptions
    extends DistributionOptions,
        DriftOptions,
        IntakeOptions,
        LakeOptions,
        TableInputOptions,
        WriteModeOptions {

  @Validation.Required
  @Description(
      "The Parquet table to read, the stage zone: its folder, or a table of a catalog as"
          + " catalog:<database>.<table>. Example: stage/events")
  String getInput();

  void setInput(String input);

  @Description(
      "The partitions to read, as SQL on the partition columns, which are text, or have the types of"
          + " the catalog; the others are not even listed. By default all. Example: ingested >="
          + " '2024-05-01'")
  @Nullable String getWhere();

  void setWhere(@Nullable String where);

  @Description("Time zone of the date columns. Example: America/Sao_Paulo")
  @Default.String("UTC")
  String getZone();

  void setZone(String zone);

  @Description(
      "Remove the files that were read when their rows are in the output. Files that came meanwhile"
          + " stay.")
  @Default.Boolean(false)
  boolean isEmptyInput();

  void setEmptyInput(boolean emptyInput);
}
