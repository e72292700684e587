/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.CommonOptions;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.checkerframework.checker.nullness.qual.Nullable;

@Description("Count lines")
public interface CountLinesOptions extends InputOptions, CommonOptions {

  @Description("Folder to write the count to.")
  @Validation.Required
  String getOutput();

  void setOutput(String output);

  @Description("How many lines are counted at most, counted from the first line of the first file.")
  @Default.Long(10)
  long getMaxLines();

  void setMaxLines(long maxLines);

  @Description("Share of blank lines that is allowed, from 0 to 1.")
  @Nullable Double getBlankRatio();

  void setBlankRatio(@Nullable Double blankRatio);

  @Description("What happens to an earlier count.")
  @Default.Enum("FAIL_IF_EXISTS")
  WriteMode getWriteMode();

  void setWriteMode(WriteMode writeMode);

  @Description("Columns that make a line the same as another.")
  @Default.InstanceFactory(KeyFields.class)
  List<String> getKeyFields();

  void setKeyFields(List<String> keyFields);

  @Description("Count blank lines as well.")
  @Default.Boolean(false)
  boolean isBlank();

  void setBlank(boolean blank);

  @Description("For tests.")
  @Hidden
  @Nullable Integer getSecretKnob();

  void setSecretKnob(@Nullable Integer secretKnob);

  enum WriteMode {
    APPEND,
    FAIL_IF_EXISTS
  }

  final class KeyFields implements DefaultValueFactory<List<String>> {
    @Override
    public List<String> create(PipelineOptions options) {
      return List.of("time", "page");
    }
  }
}
