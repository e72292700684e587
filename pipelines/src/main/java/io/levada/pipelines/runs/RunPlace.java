/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.storage.Location;
import io.levada.pipelines.UsageException;
import java.time.Duration;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a run fills, and where that is recorded.
 *
 * @param output its folder
 * @param ledger the folder for the records of its runs that was asked for, or null for the one that
 *     it has
 * @param lease how long a run that holds its lock may be silent
 */
public record RunPlace(Location output, @Nullable Location ledger, Duration lease) {

  /**
   * The place that the options of these names describe.
   *
   * @throws UsageException if one of them is wrong
   */
  public static RunPlace of(String output, @Nullable String ledger, String lockLease) {
    return new RunPlace(
        LakeTarget.folder("--output", output),
        ledger == null ? null : LakeTarget.folder("--ledger", ledger),
        LeaseOption.parse(lockLease));
  }
}
