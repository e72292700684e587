/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import java.io.IOException;

/** A table's runs are recorded in one ledger, and another was asked for. */
public final class OtherLedgerException extends IOException {

  OtherLedgerException(Location table, Location ledger, Location asked) {
    super(
        "Cannot keep records in "
            + asked
            + ": the ledger of "
            + table
            + " is "
            + ledger
            + " (leave --ledger away, or give that one)");
  }
}
