/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.distributeevents;

import io.levada.pipelines.runs.DistributionOptions;
import io.levada.pipelines.runs.LakeOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** Options of {@code distribute-events}: {@code --output} is the trusted zone. */
public interface DistributeEventsOptions extends DistributionOptions, LakeOptions {

  @Validation.Required
  @Description("Folder of the Parquet table to read: the stage zone. Example: stage/events")
  String getInput();

  void setInput(String input);

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
