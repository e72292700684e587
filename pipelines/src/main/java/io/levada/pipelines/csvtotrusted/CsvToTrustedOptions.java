/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.csvtotrusted;

import io.levada.pipelines.runs.CsvOptions;
import io.levada.pipelines.runs.LakeOptions;
import io.levada.pipelines.runs.WriteModeOptions;
import java.util.List;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Options of {@code csv-to-trusted}: {@code --output} is a table of the trusted zone. */
public interface CsvToTrustedOptions extends CsvOptions, LakeOptions, WriteModeOptions {

  @Description(
      "Columns that make the partition, in the order of the path; by default none. Example: ano,mes")
  @Nullable List<String> getPartitionFields();

  void setPartitionFields(@Nullable List<String> partitionFields);
}
