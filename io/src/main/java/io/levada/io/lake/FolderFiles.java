/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Entry;
import io.levada.io.storage.InParallel;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The data files in some folders, whatever their names end with: the folders of a catalog's
 * partitions hold nothing else. Those without content, with which other tools mark folders, are
 * none.
 */
final class FolderFiles {

  /** More than there are cores, as it is the storage that takes the time. */
  private static final int THREADS = 16;

  private final Storages storages;
  private final Location root;
  private final Map<Location, List<Entry>> found = new ConcurrentHashMap<>();

  private FolderFiles(Storages storages, Location root) {
    this.storages = storages;
    this.root = root;
  }

  /**
   * Lists each folder for itself, several at a time; but if more of them than so many are below the
   * root, that one once.
   *
   * @return the files of each folder, at any depth; a folder without files may be missing
   */
  static Map<Location, List<Entry>> list(
      Storages storages, Location root, Collection<Location> folders, int mostAlone)
      throws IOException {
    FolderFiles files = new FolderFiles(storages, root);
    Set<Location> alone = new HashSet<>();
    Set<Location> together = new HashSet<>();
    for (Location folder : folders) {
      (!folder.equals(root) && folder.isWithin(root) ? together : alone).add(folder);
    }
    if (together.size() > mostAlone) {
      files.listTogether(together);
    } else {
      alone.addAll(together);
    }
    InParallel.forEach(alone, THREADS, files::listAlone);
    return files.found;
  }

  private void listAlone(Location folder) throws IOException {
    storages
        .of(folder)
        .list(
            folder, location -> TableListing.isData(location.name()), entry -> add(folder, entry));
  }

  private void listTogether(Set<Location> folders) throws IOException {
    Set<Location> leading = new HashSet<>(folders);
    for (Location folder : folders) {
      Location above = folder.parent();
      while (!above.equals(root) && leading.add(above)) {
        above = above.parent();
      }
    }
    Map<Location, List<Location>> holding = new HashMap<>();
    storages
        .of(root)
        .list(
            root,
            location ->
                leading.contains(location)
                    || (TableListing.isData(location.name())
                        && !holding(location.parent(), folders, holding).isEmpty()),
            entry ->
                holding(entry.location().parent(), folders, holding)
                    .forEach(folder -> add(folder, entry)));
  }

  /** Those of the folders that a folder is in. */
  private List<Location> holding(
      Location folder, Set<Location> folders, Map<Location, List<Location>> known) {
    List<Location> present = known.get(folder);
    if (present != null) {
      return present;
    }

    List<Location> holding = new ArrayList<>();
    Location above = folder;
    while (!above.equals(root)) {
      if (folders.contains(above)) {
        holding.add(above);
      }
      above = above.parent();
    }
    known.put(folder, holding);
    return holding;
  }

  private void add(Location folder, Entry entry) {
    if (entry.size() > 0 || TableListing.isParquet(entry.location())) {
      found.computeIfAbsent(folder, any -> new ArrayList<>()).add(entry);
    }
  }
}
