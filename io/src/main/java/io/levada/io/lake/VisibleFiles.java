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
 * Finds the files of a table that count by the table's ledger, however runs change it meanwhile.
 */
final class VisibleFiles {

  /** Each try but the last was in vain because a run has replaced files just then. */
  private static final int MAX_TRIES = 20;

  /** Lists whatever files are there. */
  interface Listing {
    List<Entry> list() throws IOException;
  }

  /** Finds whatever is there, having looked at the ledger. */
  interface Search<T> {
    T find(Visibility before) throws IOException;
  }

  /** Whether what was found between two looks can be relied on, as far as the ledger can't tell. */
  interface Check {
    boolean holds(Visibility before, Visibility after) throws IOException;
  }

  /** What was found, and which of its files don't count. */
  record Found<T>(T found, HiddenFiles hidden) {}

  private VisibleFiles() {}

  /**
   * @param folder the table, or a folder of it, that holds all that is listed
   * @throws IOException if files can't be listed, the ledger can't be read, or runs replace files
   *     faster than they can be listed
   */
  static List<Entry> list(Storages storages, Location folder, Listing listing) throws IOException {
    Found<List<Entry>> files =
        find(storages, folder, before -> listing.list(), (before, after) -> true);
    return files.found().stream().filter(file -> !files.hidden().has(file.location())).toList();
  }

  /**
   * @param folder the table
   * @throws IOException if files can't be found, the ledger can't be read, or runs replace files
   *     faster than they can be found
   */
  static <T> Found<T> find(Storages storages, Location folder, Search<T> search, Check check)
      throws IOException {
    Visibility before = Visibility.of(storages.aws(), folder);
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      T found = search.find(before);
      Visibility after = before.again();
      Optional<HiddenFiles> hidden = after.hiddenSince(before);
      if (hidden.isPresent() && check.holds(before, after)) {
        return new Found<>(found, hidden.get());
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
