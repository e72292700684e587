/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.VersionFolder;
import io.levada.io.storage.Location;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a run replaces.
 *
 * @param remove files that go
 * @param retained folders of versions that count no more and stay, those of earlier runs too
 */
record Replacement(List<Location> remove, List<Location> retained) {

  static final Replacement NONE = new Replacement(List.of(), List.of());

  /** Tells files that are replaced from those that stay. */
  interface Replaced {
    boolean is(Location file);
  }

  /**
   * @param files all files of the table
   * @param keep how many replaced versions of each partition are kept, the newest
   * @param retained the folders of versions that are kept already
   */
  static Replacement of(
      Location table, List<Location> files, Replaced replaced, int keep, Set<Location> retained) {
    List<Location> remove = new ArrayList<>();
    Set<Location> kept = new TreeSet<>();
    Map<Location, SortedMap<String, List<Location>>> versions = new HashMap<>();
    for (Location file : files) {
      Location folder = file.parent();
      boolean isVersion = !folder.equals(table) && VersionFolder.is(folder.name());
      if (!replaced.is(file)) {
        if (retained.contains(folder)) {
          kept.add(folder);
        }
      } else if (isVersion && keep > 0) {
        versions
            .computeIfAbsent(folder.parent(), any -> new TreeMap<>(Comparator.reverseOrder()))
            .computeIfAbsent(folder.name(), any -> new ArrayList<>())
            .add(file);
      } else {
        remove.add(file);
      }
    }
    versions.forEach(
        (partition, newestFirst) -> {
          newestFirst.keySet().stream().limit(keep).map(partition::child).forEach(kept::add);
          newestFirst.values().stream().skip(keep).forEach(remove::addAll);
        });
    return new Replacement(remove, List.copyOf(kept));
  }
}
