/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import java.io.IOException;

/** A table's runs are recorded in one ledger, and another was asked for. */
public final class OtherLedgerException extends IOException {

  private OtherLedgerException(String message) {
    super(message);
  }

  static OtherLedgerException of(Location table, Location ledger, Location asked) {
    return new OtherLedgerException(
        "Cannot keep records in "
            + asked
            + ": the ledger of "
            + table
            + " is "
            + ledger
            + " (leave --ledger away, or give that one)");
  }

  /** The folder that was asked for holds another table's records. */
  static OtherLedgerException ofAnotherTable(Location folder, Location its, Location table) {
    return new OtherLedgerException(
        "Cannot keep records of "
            + table
            + " in "
            + folder
            + ": it is the ledger of "
            + its
            + " (give another --ledger)");
  }

  /** The table's own home says that it is another's. */
  static OtherLedgerException ofAHome(Location file, Location its, Location table) {
    return new OtherLedgerException(
        "Cannot write "
            + table
            + " by that path: "
            + file
            + " says that it is the ledger of "
            + its
            + " (give that path; if the table was moved here and no run of it is unfinished, put"
            + " the new paths into that file)");
  }
}
