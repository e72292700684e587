/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

/**
 * What {@link EventGenerator} makes. Equal settings give equal bytes.
 *
 * @param records how many lines, malformed ones included
 * @param seed two seeds share no event
 * @param files over how many files the lines go; each gets a range of them of about equal length
 * @param days how many days the events are spread over, from 2026-09-01 in UTC
 * @param duplicatePercent how many of 100 well-formed lines repeat an earlier event's id and time
 * @param malformedEvery one line in so many cannot be taken; 0 for none
 */
public record EventSettings(
    long records, long seed, int files, int days, int duplicatePercent, int malformedEvery) {

  /** What {@link #of} aims at: large enough to be split, small enough for many. */
  private static final long BYTES_PER_FILE = 64_000_000;

  private static final long BYTES_PER_RECORD = 311;

  /** Event ids carry the line's number in 48 bits. */
  private static final long MAX_RECORDS = 1L << 48;

  /**
   * @throws IllegalArgumentException if a number is out of its range
   */
  public EventSettings {
    check(records >= 0 && records <= MAX_RECORDS, "records", records, "0 to " + MAX_RECORDS);
    check(files >= 1 && files <= 99_999, "files", files, "1 to 99999");
    check(days >= 1 && days <= 3_650, "days", days, "1 to 3650");
    check(
        duplicatePercent >= 0 && duplicatePercent <= 99,
        "duplicate percent",
        duplicatePercent,
        "0 to 99");
    check(
        malformedEvery == 0 || malformedEvery >= 2,
        "malformed every",
        malformedEvery,
        "2 or more, or 0 for none");
  }

  private static void check(boolean holds, String name, long value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + value + " (take " + range + ")");
    }
  }

  /**
   * Files of about 64 MB, 30 days, 10 % duplicates, one line in 1,000 malformed: what the tests and
   * the published figures use.
   */
  public static EventSettings of(long records, long seed) {
    long files = 1 + records * BYTES_PER_RECORD / BYTES_PER_FILE;
    return new EventSettings(records, seed, Math.toIntExact(files), 30, 10, 1_000);
  }

  public EventSettings withFiles(int files) {
    return new EventSettings(records, seed, files, days, duplicatePercent, malformedEvery);
  }

  public EventSettings withDays(int days) {
    return new EventSettings(records, seed, files, days, duplicatePercent, malformedEvery);
  }

  public EventSettings withDuplicatePercent(int duplicatePercent) {
    return new EventSettings(records, seed, files, days, duplicatePercent, malformedEvery);
  }

  public EventSettings withMalformedEvery(int malformedEvery) {
    return new EventSettings(records, seed, files, days, duplicatePercent, malformedEvery);
  }

  /** The number of the first line of a file; of the one past the last file, the line count. */
  long firstRecord(int file) {
    return records / files * file + records % files * file / files;
  }
}
