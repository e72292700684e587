/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Where an input is that is a table of a catalog. */
@Description("Catalog of the input")
public interface TableInputOptions extends PipelineOptions {

  @Description(
      "Catalog of an --input that is catalog:<database>.<table>: glue, glue:<account>, local or"
          + " local:<folder>. By default the --catalog of the output, or local if it has none.")
  @Nullable String getInputCatalog();

  void setInputCatalog(@Nullable String inputCatalog);
}
