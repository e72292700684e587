/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import java.io.IOException;

/** This process can't be sure any more that it alone changes something: it must stop. */
public final class LockLostException extends IOException {

  LockLostException(Location thing, long number, String why) {
    super(
        "Lost lock "
            + number
            + " of "
            + thing
            + ": "
            + why
            + " (what is left to do is done by the next run)");
  }
}
