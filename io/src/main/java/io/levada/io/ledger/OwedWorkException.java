/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.io.IOException;

/** A run's rows are in the table, and something that follows could not be done yet. */
public final class OwedWorkException extends IOException {

  private final int owed;

  OwedWorkException(String run, int owed, IOException first) {
    super(
        "Run "
            + run
            + " is in the table, but "
            + owed
            + (owed == 1 ? " input is" : " inputs are")
            + " not cleared away (the next run tries again): "
            + first.getMessage(),
        first);
    this.owed = owed;
  }

  /** How many inputs are where they were read. */
  public int owed() {
    return owed;
  }
}
