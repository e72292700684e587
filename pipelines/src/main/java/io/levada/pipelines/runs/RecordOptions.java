/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What JSON records become. */
@Description("Input of JSON")
public interface RecordOptions extends FileOptions {

  @Description(
      "Members whose lists and objects become lists and structs, or * for all members. Their types"
          + " are those that the whole input has, found before the run. Otherwise, unless a schema"
          + " file gives them a type, nested values are kept as their exact text. Example: data")
  @Nullable List<String> getTyped();

  void setTyped(@Nullable List<String> typed);

  @Description(
      "What becomes of members that the schema does not name: drop, reject the record, or keep them"
          + " all as JSON text in the column unknown_fields.")
  @Default.Enum("DROP")
  UnknownFieldsOption getUnknownFields();

  void setUnknownFields(UnknownFieldsOption unknownFields);

  /** What becomes of members that the schema does not name. */
  enum UnknownFieldsOption {
    DROP,
    REJECT,
    KEEP
  }
}
