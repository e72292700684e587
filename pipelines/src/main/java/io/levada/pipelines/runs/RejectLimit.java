/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.pipelines.UsageException;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How many records may be rejected, as {@code --maxRejects} and {@code --maxRejectRatio} say.
 *
 * @param number 0 or more, or null for any
 * @param share of those that are read, from 0 to 1, or null for any
 */
public record RejectLimit(@Nullable Long number, @Nullable Double share) {

  /** Any number. */
  public static final RejectLimit NONE = new RejectLimit(null, null);

  /**
   * The limit of the options.
   *
   * @throws UsageException if one is out of range
   */
  public RejectLimit {
    if (number != null && number < 0) {
      throw new UsageException("Invalid --maxRejects: " + number + " (expected 0 or more)");
    }
    if (share != null && !(share >= 0 && share <= 1)) {
      throw new UsageException(
          "Invalid --maxRejectRatio: " + share + " (expected a share from 0 to 1)");
    }
  }

  /**
   * The option, as it was given, that does not allow so many; empty if the limit holds.
   *
   * @param read how many were read
   */
  public Optional<String> exceededBy(long rejected, long read) {
    if (number != null && rejected > number) {
      return Optional.of("--maxRejects=" + number);
    }
    return share != null && rejected > share * read
        ? Optional.of("--maxRejectRatio=" + share)
        : Optional.empty();
  }
}
