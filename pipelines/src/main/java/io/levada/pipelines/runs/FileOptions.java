/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.landing.Processed;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The files of records that a run reads, whatever their format. */
@Description("Input")
public interface FileOptions extends DriftOptions, IntakeOptions {

  @Validation.Required(groups = "--input and --landing")
  @Description(
      "A file, a folder (with all below it) or a glob. JSON: newline-delimited, pretty-printed or"
          + " concatenated objects, or an array of them. Both JSON and CSV: plain or compressed with"
          + " gzip, bzip2 or zstd; UTF-8, or UTF-16 with a byte order mark, all as the content tells."
          + " Only read. Names that begin with _ or . are skipped. Example: landing/pending")
  @Nullable String getInput();

  void setInput(@Nullable String input);

  @Validation.Required(groups = "--input and --landing")
  @Description(
      "Instead of --input: a landing zone. What is in its folder pending/ when the run begins is"
          + " read, and goes to processed/date=YYYY-MM-DD/, the UTC day on which the run began, when"
          + " the table has its rows. What comes later waits for the next run. Example: s3://landing")
  @Nullable String getLanding();

  void setLanding(@Nullable String landing);

  @Description(
      "What becomes of a landing zone's files when the table has their rows: move, keep (the bookmark"
          + " then tells which are new), or delete.")
  @Default.Enum("MOVE")
  Processed getProcessed();

  void setProcessed(Processed processed);

  @Description(
      "The columns: a schema file, the folder of a table whose columns the records have, or 'infer'"
          + " for a look at the whole input before the run. By default CSV, and all input of"
          + " to-dynamodb, is inferred, and JSON has the event schema: event_id, timestamp, domain,"
          + " event_type (all required) and data.")
  @Nullable String getSchema();

  void setSchema(@Nullable String schema);

  @Description(
      "Time zone of timestamps that have none, and of the date columns. Example: America/Sao_Paulo")
  @Default.String("UTC")
  String getZone();

  void setZone(String zone);

  @Description(
      "Size above which a record is rejected as TOO_LARGE; its first 64 KiB, length and SHA-256 are"
          + " kept.")
  @Default.String("64MB")
  String getMaxRecordBytes();

  void setMaxRecordBytes(String maxRecordBytes);

  @Description(
      "What becomes of the run when a file can't be read to its end: fail, or quarantine, which"
          + " reads every file once before the run and leaves out those that fail, naming them.")
  @Default.Enum("FAIL")
  UnreadableFiles getUnreadableFiles();

  void setUnreadableFiles(UnreadableFiles unreadableFiles);

  /** What becomes of a run when a file can't be read. */
  enum UnreadableFiles {
    FAIL,
    QUARANTINE
  }
}
