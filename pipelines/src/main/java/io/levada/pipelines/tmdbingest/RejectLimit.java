/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import io.levada.pipelines.UsageException;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How many films may be rejected.
 *
 * @param number or null for any
 * @param share of those that are listed, or null for any
 */
record RejectLimit(@Nullable Long number, @Nullable Double share) {

  static final RejectLimit NONE = new RejectLimit(null, null);

  /**
   * The limit of the options.
   *
   * @throws UsageException if one is out of range
   */
  RejectLimit {
    if (number != null && number < 0) {
      throw new UsageException("Invalid --maxRejects: " + number + " (expected 0 or more)");
    }
    if (share != null && !(share >= 0 && share <= 1)) {
      throw new UsageException(
          "Invalid --maxRejectRatio: " + share + " (expected a share from 0 to 1)");
    }
  }

  /** The option that does not allow so many of the films listed, if there is one. */
  Optional<String> exceeded(long rejected, long listed) {
    if (number != null && rejected > number) {
      return Optional.of("--maxRejects=" + number);
    }
    return share != null && rejected > share * listed
        ? Optional.of("--maxRejectRatio=" + share)
        : Optional.empty();
  }
}
