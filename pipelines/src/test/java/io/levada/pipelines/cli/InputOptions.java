/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

@Description("Input")
public interface InputOptions extends PipelineOptions {

  @Description("File, folder or glob to read. It is only read.")
  @Validation.Required
  String getInput();

  void setInput(String input);
}
