/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.ledger.HiddenFiles;
import io.levada.io.ledger.Visibility;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Lists the files of a table that count by the table's ledger, however runs change it meanwhile.
 */
final class VisibleFiles {

  /** Each try but the last was in vain because a run has replaced files just then. */
  private static final int MAX_TRIES = 20;

  /** Lists whatever files are there. */
  interface Listing {
    List<Entry> list() throws IOException;
  }

  private VisibleFiles() {}

  /**
   * @param folder the table, or a folder of it, that holds all that is listed
   * @throws IOException if files can't be listed, the ledger can't be read, or runs replace files
   *     faster than they can be listed
   */
  static List<Entry> list(Storages storages, Location folder, Listing listing) throws IOException {
    Visibility before = Visibility.of(storages.aws(), folder);
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      List<Entry> found = listing.list();
      Visibility after = before.again();
      Optional<HiddenFiles> hidden = after.hiddenSince(before);
      if (hidden.isPresent()) {
        return found.stream().filter(file -> !hidden.get().has(file.location())).toList();
      }
      before = after;
    }
    throw new IOException(
        "Cannot list "
            + folder
            + ": runs have replaced files "
            + MAX_TRIES
            + " times while it was listed (list it again when fewer of them overwrite it)");
  }
}
