/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What every pipeline can be told on the command line. */
@Description("Common options")
public interface CommonOptions extends AwsOptions {

  @Description(
      "File to write the run's summary to, as JSON, also when the run fails (exitCode and error say"
          + " why). It is replaced as a whole. Its folder must exist. Example: summary.json")
  @Nullable String getSummaryFile();

  void setSummaryFile(@Nullable String summaryFile);

  @Description("Show neither progress nor summary, only errors.")
  @Default.Boolean(false)
  boolean isQuiet();

  void setQuiet(boolean quiet);

  @Description("Show the stack trace of a failure; LEVADA_DEBUG=1 does the same for every command.")
  @Default.Boolean(false)
  boolean isDebug();

  void setDebug(boolean debug);
}
