/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** How a run that brings new rows goes together with what the table has. */
@Description("Output")
public interface WriteModeOptions extends PipelineOptions {

  @Description(
      "What becomes of the files that the table has: append leaves them, overwrite-partitions"
          + " replaces those in the partitions that the run has rows for, overwrite replaces all,"
          + " fail-if-exists ends the run with exit code 1. Replaced files go when the new ones are"
          + " visible.")
  @Default.Enum("APPEND")
  WriteMode getWriteMode();

  void setWriteMode(WriteMode writeMode);
}
