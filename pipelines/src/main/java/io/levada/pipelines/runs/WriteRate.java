/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.dynamodb.TableState;
import io.levada.pipelines.UsageException;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * At what rate a DynamoDB table may be written.
 *
 * @param maxWritesPerSecond in units of write capacity, or null for any
 * @param capacityShare of the units that the table is provisioned with, or null
 */
record WriteRate(@Nullable Integer maxWritesPerSecond, @Nullable Double capacityShare) {

  static WriteRate of(DynamoOptions options) {
    return new WriteRate(options.getMaxWritesPerSecond(), options.getCapacityShare());
  }

  /**
   * @throws UsageException if a number is out of range
   */
  WriteRate {
    if (maxWritesPerSecond != null && maxWritesPerSecond < 1) {
      throw new UsageException(
          "Invalid --maxWritesPerSecond: " + maxWritesPerSecond + " (expected 1 or more)");
    }
    if (capacityShare != null && !(capacityShare > 0 && capacityShare <= 1)) {
      throw new UsageException(
          "Invalid --capacityShare: " + capacityShare + " (expected a share above 0, to 1)");
    }
  }

  /**
   * The units that the whole job may consume in a second; infinite if any number.
   *
   * @throws UsageException if it is a share, and the table has no capacity of its own
   */
  double unitsPerSecond(TableState table) {
    double most = maxWritesPerSecond == null ? Double.POSITIVE_INFINITY : maxWritesPerSecond;
    if (capacityShare == null) {
      return most;
    }
    if (table.writeCapacity().isEmpty()) {
      throw onDemand();
    }
    return Math.min(most, capacityShare * table.writeCapacity().getAsLong());
  }

  /**
   * Refuses a share of a table that is to be created.
   *
   * @throws UsageException if it is one
   */
  void checkOnDemand() {
    if (capacityShare != null) {
      throw onDemand();
    }
  }

  private UsageException onDemand() {
    return new UsageException(
        "Invalid --capacityShare: "
            + capacityShare
            + " (the table is on demand, without a capacity to share: give --maxWritesPerSecond)");
  }
}
