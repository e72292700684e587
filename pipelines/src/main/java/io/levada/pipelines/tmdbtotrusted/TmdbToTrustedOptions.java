/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbtotrusted;

import io.levada.pipelines.runs.LakeOptions;
import io.levada.pipelines.runs.RecordOptions;
import io.levada.pipelines.runs.WriteModeOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/**
 * Options of {@code tmdb-to-trusted}: {@code --input} is what {@code tmdb-ingest} has written, and
 * its two summaries are left out; {@code --schema} is by default that of TMDB's films.
 */
public interface TmdbToTrustedOptions extends RecordOptions, LakeOptions, WriteModeOptions {

  @Description(
      "Column whose date is the partition dt: collection_date, release_date, or any other that is a"
          + " date. A film without one is in the partition of null.")
  @Default.String("collection_date")
  String getDateField();

  void setDateField(String dateField);

  @Description(
      "What becomes of lists and structs: keep them typed; flatten structs to columns named"
          + " struct_field, and a list of structs to a list for each field (genres_name); or keep"
          + " them as their exact text.")
  @Default.Enum("KEEP")
  Nested getNested();

  void setNested(Nested nested);

  /** What becomes of lists and structs. */
  enum Nested {
    KEEP,
    FLATTEN,
    TEXT
  }
}
