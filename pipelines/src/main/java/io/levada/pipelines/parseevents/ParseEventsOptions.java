/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.parseevents;

import io.levada.pipelines.runs.LakeOptions;
import io.levada.pipelines.runs.RecordOptions;
import io.levada.pipelines.runs.WriteModeOptions;
import java.util.List;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Options of {@code parse-events}: {@code --output} is the stage zone, or any table. */
public interface ParseEventsOptions extends RecordOptions, LakeOptions, WriteModeOptions {

  @Description(
      "Columns that make the partition, in the order of the path; by default none. Example: ano,mes")
  @Nullable List<String> getPartitionFields();

  void setPartitionFields(@Nullable List<String> partitionFields);
}
