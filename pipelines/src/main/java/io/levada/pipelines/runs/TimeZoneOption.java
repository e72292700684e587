/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.pipelines.UsageException;
import java.time.DateTimeException;
import java.time.ZoneId;

/** The value of {@code --zone}. */
public final class TimeZoneOption {

  private TimeZoneOption() {}

  /**
   * The zone of that name.
   *
   * @throws UsageException if there is none
   */
  public static ZoneId parse(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new UsageException("Invalid --zone: " + name + " (expected a zone such as UTC)");
    }
  }
}
