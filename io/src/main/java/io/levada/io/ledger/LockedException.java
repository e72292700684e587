/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import java.io.IOException;

/** Another run is at work on something that this one would change. */
public final class LockedException extends IOException {

  LockedException(Location thing, LockHolder holder) {
    super(
        "Cannot lock "
            + thing
            + ": it is held by "
            + holder
            + " (wait for its end; if it is no more and can't be:"
            + " levada runs recover <table> --break-lock)");
  }
}
