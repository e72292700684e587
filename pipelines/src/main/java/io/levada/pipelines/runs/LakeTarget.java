/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.FileFormat;
import io.levada.io.storage.Location;
import io.levada.pipelines.UsageException;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The table that a run fills, and what the run is allowed to do.
 *
 * @param table the table's folder
 * @param maxRejects how many records may be rejected, or null for any number
 * @param maxRejectRatio which share of them may be, or null for any
 */
public record LakeTarget(
    Location table,
    WriteMode mode,
    FileFormat format,
    @Nullable Long maxRejects,
    @Nullable Double maxRejectRatio) {

  private static final String RECORDS = "_levada";
  private static final String S3 = "s3";

  /**
   * The target that the options describe.
   *
   * @throws UsageException if one of them is out of range
   */
  public static LakeTarget of(LakeOptions options) {
    return new LakeTarget(
        location("--output", options.getOutput()),
        options.getWriteMode(),
        format(options),
        options.getMaxRejects(),
        options.getMaxRejectRatio());
  }

  public LakeTarget {
    if (maxRejects != null && maxRejects < 0) {
      throw new UsageException("Invalid --maxRejects: " + maxRejects + " (expected 0 or more)");
    }
    if (maxRejectRatio != null && !(maxRejectRatio >= 0 && maxRejectRatio <= 1)) {
      throw new UsageException(
          "Invalid --maxRejectRatio: " + maxRejectRatio + " (expected a share from 0 to 1)");
    }
  }

  /** The same, but of another table that every run adds to. */
  public LakeTarget appendingTo(Location other) {
    return new LakeTarget(other, WriteMode.APPEND, format, maxRejects, maxRejectRatio);
  }

  /**
   * Refuses an input that has the table in it, or is in the table: the next run would read what
   * this one writes.
   *
   * @param option the option that names the input
   * @throws UsageException if the two overlap
   */
  public void checkApart(String option, String input) {
    Location folder = location(option, input);
    if (folder.isWithin(table) || table.isWithin(folder)) {
      throw new UsageException(
          "Invalid " + option + ": " + input + " overlaps with the output " + table);
    }
  }

  /** Where the runs of the table are recorded. */
  Location home() {
    return table.parent().child(RECORDS).child(table.name());
  }

  Location runFolder(String run) {
    return home().child("runs").child(run);
  }

  Location stagingFolder(String run) {
    return home().child("staging").child(run);
  }

  /**
   * A location from the command line.
   *
   * @throws UsageException if it can't be one
   */
  public static Location location(String option, String text) {
    try {
      Location location = localLocation(option, text);
      location.parent();
      return location;
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new UsageException("Invalid " + option + ": " + text + " (" + e.getMessage() + ")");
    }
  }

  /**
   * A location on this machine, be it the root: S3 is not for pipelines and commands yet.
   *
   * @throws UsageException if it is another
   */
  public static Location localLocation(String option, String text) {
    try {
      Location location = Location.of(text);
      if (location.scheme().equals(S3)) {
        throw new UsageException(
            "Invalid " + option + ": " + text + " (S3 can't be read or written yet; give a path)");
      }
      return location;
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid " + option + ": " + text + " (" + e.getMessage() + ")");
    }
  }

  private static FileFormat format(LakeOptions options) {
    long fileBytes = ByteSize.parse("--targetFileSize", options.getTargetFileSize());
    try {
      return new FileFormat(options.getCompression(), options.getTimestampUnit(), fileBytes);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --targetFileSize: " + e.getMessage());
    }
  }
}
