/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import io.levada.pipelines.runs.DistributionOptions;
import io.levada.pipelines.runs.LakeOptions;
import io.levada.pipelines.runs.RecordOptions;
import io.levada.pipelines.runs.WriteModeOptions;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Options of {@code events}: {@code --output} is the trusted zone. */
public interface EventsOptions
    extends RecordOptions, DistributionOptions, LakeOptions, WriteModeOptions {

  @Description(
      "Folder of the stage zone. With it the job is two runs, as parse-events and distribute-events"
          + " would do them, the second only if the first has succeeded; the second empties the"
          + " stage of what it has read. Without it one run does both. Example: stage/events")
  @Nullable String getStage();

  void setStage(@Nullable String stage);
}
