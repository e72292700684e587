/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Which of the input's files a run takes. */
@Description("Bookmark")
public interface IntakeOptions extends PipelineOptions {

  @Description(
      "Whether files whose rows an earlier run has brought into the table are left out: enable;"
          + " disable takes all files; pause leaves them out, but the next run takes what this one"
          + " has taken again. A file is known by its location and its content (its ETag on S3, its"
          + " size and time of modification elsewhere), so one that comes late is taken. By default"
          + " disabled, but enabled with --landing and --emptyInput: there it knows what an earlier"
          + " run has left in its place. The --job-bookmark-option of AWS Glue says the same.")
  @Nullable BookmarkMode getBookmark();

  void setBookmark(@Nullable BookmarkMode bookmark);

  @Description(
      "What becomes of the run when a file that the bookmark knows has another content now: fail,"
          + " skip it (the table keeps the rows of the old one), or append its rows to those of the"
          + " old one. Where files are moved or deleted, they are appended.")
  @Default.Enum("FAIL")
  Rewritten getRewritten();

  void setRewritten(Rewritten rewritten);

  @Description(
      "Let --writeMode=overwrite and overwrite-partitions replace what the table has by the rows of"
          + " new files alone. Without it, they are refused where only new files are read: with a"
          + " bookmark, a landing zone that is moved away, or --emptyInput.")
  @Default.Boolean(false)
  boolean isReplaceWithNewInputsOnly();

  void setReplaceWithNewInputsOnly(boolean replaceWithNewInputsOnly);

  /** Whether files that are in the table are left out. */
  enum BookmarkMode {
    ENABLE,
    DISABLE,
    PAUSE
  }

  /** What becomes of a run when a file that is in the table has another content. */
  enum Rewritten {
    FAIL,
    SKIP,
    APPEND
  }
}
