/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.ledger.Locks;
import io.levada.pipelines.UsageException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of {@code --lockLease}: {@code 60s}, {@code 5m}. */
final class LeaseOption {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6}) ?(s|m)");

  private LeaseOption() {}

  /**
   * The duration.
   *
   * @throws UsageException if the text is none, or it is too short
   */
  static Duration parse(String text) {
    Matcher matcher = DURATION.matcher(text.trim());
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      Duration lease =
          matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
      if (lease.compareTo(Locks.SHORTEST_LEASE) >= 0) {
        return lease;
      }
    }
    throw new UsageException(
        "Invalid --lockLease: "
            + text
            + " (expected seconds or minutes, "
            + Locks.SHORTEST_LEASE.toSeconds()
            + "s or more, such as 60s)");
  }
}
