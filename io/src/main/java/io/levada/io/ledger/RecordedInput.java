/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A file that a run has listed, and what became of its records.
 *
 * @param location where it was
 * @param bytes its length
 * @param identity what told it from any other content there
 * @param counted null if the run has not come so far, or is of a version that did not record it
 */
public record RecordedInput(
    Location location, long bytes, String identity, @Nullable Rows counted) {

  /** What became of the records of one file: those read are the sum of the others. */
  public record Rows(
      long read, long written, long duplicates, long rejected, long filtered, long grouped) {}

  /** What became of its records, if the run's record says so. */
  public Optional<Rows> rows() {
    return Optional.ofNullable(counted);
  }
}
