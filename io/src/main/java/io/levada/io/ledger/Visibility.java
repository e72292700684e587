/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which files of a table a reader must not count, by what the table's runs have recorded. Looks
 * only: changes nothing, and takes no lock.
 *
 * <p>A run changes a table from one set of files to another at one moment, when its state VISIBLE
 * is created. The files themselves come one by one before that, from PREPARED on, and those that
 * the run replaces go one by one after it, until {@code removed.json}; a run that is undone takes
 * its files away between ROLLED_BACK and {@code swept.json}. A listing takes time as well. It is
 * exact between two looks at the ledger:
 *
 * <pre>{@code
 * Visibility before = Visibility.of(aws, folder);
 * // list the files
 * Visibility after = before.again();
 * Optional<Set<Location>> hidden = after.hiddenSince(before);
 * }</pre>
 *
 * <p>States are never taken back, so what the first look sees was so before the listing began, and
 * what the second does not see was not so when it had ended. Hence, of each run:
 *
 * <ul>
 *   <li>finished at the first look, or visible with all gone that it replaces: its files were all
 *       there, or all gone, before the listing. Nothing of its record is read, so that finished
 *       runs cost their place in a listing only.
 *   <li>visible at the first look: its files were all there; those that it replaces may be there
 *       still, and are hidden.
 *   <li>not visible at the second look: some of its files may be there, and are hidden, whether it
 *       will be published or is being undone, and also if it began behind the first look.
 *   <li>visible only at the second look, and it replaces nothing: its files are hidden too, so the
 *       table is the one that stood when the listing began.
 *   <li>visible only at the second look, and it replaces files: some of these may have been gone,
 *       and some of its own not there yet. The listing is worth nothing; the next is between the
 *       second look and a third.
 * </ul>
 *
 * <p>Files that no run knows of count as they are found.
 */
public final class Visibility {

  private final Location folder;

  /** A look at each table that the folder may belong to. */
  private final List<TableRuns> tables;

  private Visibility(Location folder, List<TableRuns> tables) {
    this.folder = folder;
    this.tables = tables;
  }

  /**
   * A first look.
   *
   * @param folder a table, or a folder of its partitions: the tables that are asked for their
   *     ledgers are the folder, and as long as a name is {@code key=value}, the one that holds it
   * @throws IOException if a ledger can't be read or is damaged
   */
  public static Visibility of(AwsSettings aws, Location folder) throws IOException {
    List<TableRuns> tables = new ArrayList<>();
    Location table = folder;
    while (table.hasParent()) {
      tables.add(TableRuns.of(aws, table));
      if (table.name().indexOf('=') < 1) {
        break;
      }
      table = table.parent();
    }
    return new Visibility(folder, tables);
  }

  /** A further look. */
  public Visibility again() throws IOException {
    List<TableRuns> again = new ArrayList<>();
    for (TableRuns table : tables) {
      again.add(table.again());
    }
    return new Visibility(folder, again);
  }

  /**
   * The files in the folder that don't count, in a listing that was made between that look and this
   * one; they need not all be in it. Empty if a run has replaced files meanwhile, and the listing
   * is worth nothing.
   *
   * @throws IOException if the record of a run can't be read or is damaged
   */
  public Optional<Set<Location>> hiddenSince(Visibility before) throws IOException {
    Set<Location> hidden = new HashSet<>();
    for (int i = 0; i < tables.size(); i++) {
      if (!tables.get(i).addHiddenSince(before.tables.get(i), folder, hidden)) {
        return Optional.empty();
      }
    }
    return Optional.of(hidden);
  }
}
