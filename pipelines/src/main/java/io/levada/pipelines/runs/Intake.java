/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.landing.LandingZone;
import io.levada.io.landing.Processed;
import io.levada.io.storage.Location;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.IntakeOptions.BookmarkMode;
import io.levada.pipelines.runs.IntakeOptions.Rewritten;
import java.util.Locale;

/**
 * Which files of its input a run takes, and what becomes of them when the table has their rows.
 *
 * @param bookmark whether files that are in the table are left out
 * @param rewritten what becomes of one that is, but has another content now
 */
public record Intake(BookmarkMode bookmark, Rewritten rewritten, Clearing clearing) {

  /** All files, which stay where they are. */
  public static Intake all() {
    return new Intake(BookmarkMode.DISABLE, Rewritten.FAIL, Clearing.none());
  }

  /**
   * The files of a place that is emptied of what is read. Only what an earlier run has kept there
   * is known; under its name, other content is new.
   */
  public static Intake emptying(Location place) {
    return new Intake(BookmarkMode.ENABLE, Rewritten.APPEND, Clearing.deletion(place));
  }

  /**
   * What the options say of files of records that are for a table.
   *
   * @throws UsageException if they contradict each other, or would replace what the table has by
   *     new files alone
   */
  public static Intake of(FileOptions options, LakeTarget target) {
    if (options.getLanding() == null) {
      return of(options, Clearing.none(), target);
    }

    LandingZone zone = new LandingZone(LakeTarget.location("--landing", options.getLanding()));
    Clearing clearing = Clearing.of(zone, options.getProcessed());
    return options.getProcessed() == Processed.KEEP
        ? of(options, BookmarkMode.ENABLE, options.getRewritten(), clearing, target)
        : of(options, clearing, target);
  }

  /**
   * What the options say of the files of a table.
   *
   * @throws UsageException as {@link #of(FileOptions, LakeTarget)}
   */
  public static Intake of(IntakeOptions options, Clearing clearing, LakeTarget target) {
    if (clearing.place() == null) {
      return of(options, BookmarkMode.DISABLE, options.getRewritten(), clearing, target);
    }
    if (options.getBookmark() == BookmarkMode.PAUSE) {
      throw new UsageException(
          "Invalid --bookmark: pause (the files that are read do not stay where they are)");
    }
    return of(options, BookmarkMode.ENABLE, Rewritten.APPEND, clearing, target);
  }

  private static Intake of(
      IntakeOptions options,
      BookmarkMode byDefault,
      Rewritten rewritten,
      Clearing clearing,
      LakeTarget target) {
    BookmarkMode bookmark = options.getBookmark() == null ? byDefault : options.getBookmark();
    Intake intake = new Intake(bookmark, rewritten, clearing);
    intake.check(options, target);
    return intake;
  }

  /** Whether the inputs are where they were when the run is done. */
  boolean keepsInputs() {
    return clearing.place() == null;
  }

  /** What the run's record says, for {@link io.levada.io.ledger.Bookmark#counts}. */
  String recorded() {
    return keepsInputs() ? bookmark.name().toLowerCase(Locale.ROOT) : "none";
  }

  private void check(IntakeOptions options, LakeTarget target) {
    boolean newOnly = bookmark != BookmarkMode.DISABLE || !keepsInputs();
    if (newOnly && !target.mode().adds() && !options.isReplaceWithNewInputsOnly()) {
      throw new UsageException(
          "Invalid --writeMode: it would replace what the table has by the rows of new files alone,"
              + " and those of files read earlier would be gone (--writeMode=append adds them;"
              + " --replaceWithNewInputsOnly=true replaces all the same)");
    }
  }
}
