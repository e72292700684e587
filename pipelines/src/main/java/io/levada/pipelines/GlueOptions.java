/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which AWS Glue job run this is, if it is one: {@code options.as(GlueOptions.class)} tells it for
 * the options of any pipeline. The command line fills it from the arguments that Glue adds.
 */
@Hidden
@Description("AWS Glue")
public interface GlueOptions extends PipelineOptions {

  @Hidden
  @Description("The Glue job's name, from --JOB_NAME; null outside Glue.")
  @Nullable String getGlueJobName();

  void setGlueJobName(@Nullable String glueJobName);

  @Hidden
  @Description("The Glue job's id, from --JOB_ID; null outside Glue.")
  @Nullable String getGlueJobId();

  void setGlueJobId(@Nullable String glueJobId);

  @Hidden
  @Description("The Glue job run's id, from --JOB_RUN_ID; null outside Glue.")
  @Nullable String getGlueJobRunId();

  void setGlueJobRunId(@Nullable String glueJobRunId);
}
