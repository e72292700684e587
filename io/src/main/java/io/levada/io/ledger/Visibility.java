/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.Registration;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which files of a table a reader must not count, by what the table's runs have recorded. Looks
 * only: changes nothing, and takes no lock.
 *
 * <p>A run changes a table from one set of files to another at one moment, when its state VISIBLE
 * is created. The files themselves come one by one before that, from PREPARED on, and those that
 * the run replaces go one by one after it, until {@code removed.json}, or stay in the folder of a
 * version that is retained, which {@code removed.json} tells; a run that is undone takes its files
 * away between ROLLED_BACK and {@code swept.json}. A listing takes time as well. It is exact
 * between two looks at the ledger:
 *
 * <pre>{@code
 * Visibility before = Visibility.of(aws, folder);
 * // list the files
 * Visibility after = before.again();
 * Optional<HiddenFiles> hidden = after.hiddenSince(before);
 * }</pre>
 *
 * <p>States are never taken back, so what the first look sees was so before the listing began, and
 * what the second does not see was not so when it had ended. Hence, of each run:
 *
 * <ul>
 *   <li>finished at the first look, or visible with all gone that it replaces: its files were all
 *       there, or all gone, before the listing. Of finished runs nothing is read but the versions
 *       that are retained, by the last one that has replaced any files, so that they cost their
 *       place in a listing only.
 *   <li>visible at the first look: its files were all there; those that it replaces or retains may
 *       be there still, and are hidden.
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
 *
 * <p>A catalog changes behind VISIBLE as well, partition by partition. Read between two looks, it
 * is exact with {@link #registrations} of the first one laid over it, unless the second one finds
 * that something was {@linkplain #registeredSince registered since}.
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
   * one. Empty if a run has replaced files meanwhile, and the listing is worth nothing.
   *
   * @throws IOException if the record of a run can't be read or is damaged
   */
  public Optional<HiddenFiles> hiddenSince(Visibility before) throws IOException {
    HiddenFiles hidden = new HiddenFiles();
    for (int i = 0; i < tables.size(); i++) {
      if (!tables.get(i).addHiddenSince(before.tables.get(i), folder, hidden)) {
        return Optional.empty();
      }
    }
    return Optional.of(hidden);
  }

  /**
   * What visible runs change in a catalog that may not have finished it, in their order. Laid over
   * the catalog they make it what it is when all are through.
   *
   * @throws IOException if the record of a run can't be read or is damaged
   */
  public List<Registration> registrations(CatalogReference catalog, TableName name)
      throws IOException {
    List<Registration> all = new ArrayList<>();
    for (TableRuns table : tables) {
      table.registrations().stream().filter(one -> isOf(catalog, name, one)).forEach(all::add);
    }
    return all;
  }

  /**
   * Whether a run became visible since that look that changes a table in a catalog: what was read
   * of it in between is worth nothing.
   *
   * @throws IOException if the record of a run can't be read or is damaged
   */
  public boolean registeredSince(Visibility before, CatalogReference catalog, TableName name)
      throws IOException {
    for (int i = 0; i < tables.size(); i++) {
      boolean is =
          tables.get(i).registrationsSince(before.tables.get(i)).stream()
              .anyMatch(one -> isOf(catalog, name, one));
      if (is) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOf(CatalogReference catalog, TableName name, Registration one) {
    return one.catalog().mayBe(catalog) && one.name().equals(name);
  }
}
