/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.io.IOException;

/** A run's rows are in the table, and something that follows could not be done yet. */
public final class OwedWorkException extends IOException {

  OwedWorkException(String run, String owed, Exception first) {
    super(
        "Run "
            + run
            + " is in the table, but "
            + owed
            + " (the next run tries again): "
            + first.getMessage(),
        first);
  }
}
