/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.SchemaDrift;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** What becomes of files whose columns differ. */
@Description("Files that differ")
public interface DriftOptions extends PipelineOptions {

  @Description(
      "What becomes of the run when the files' own columns or members differ: union takes all of"
          + " them, null where a file has none, in the narrowest type that holds all values; refuse"
          + " ends it with exit code 1 and names two files. Records only with --schema=infer.")
  @Default.Enum("UNION")
  SchemaDrift getSchemaDrift();

  void setSchemaDrift(SchemaDrift schemaDrift);
}
