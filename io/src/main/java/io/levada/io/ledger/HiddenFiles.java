/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Which files of a table a reader must not count. They need not all be there. */
public final class HiddenFiles {

  private final Set<Location> unpublished = new HashSet<>();
  private final Set<Location> replaced = new HashSet<>();
  private final Set<Location> retained = new HashSet<>();

  HiddenFiles() {}

  /** Whether a file in the table's folder does not count. */
  public boolean has(Location file) {
    return unpublished.contains(file) || replaced.contains(file) || isRetained(file);
  }

  /**
   * Whether a file is of a run that is not visible. That is all that hides a file of a version to
   * which a catalog leads.
   */
  public boolean isUnpublished(Location file) {
    return unpublished.contains(file);
  }

  private boolean isRetained(Location file) {
    if (retained.isEmpty()) {
      return false;
    }
    Location folder = file;
    while (folder.hasParent()) {
      folder = folder.parent();
      if (retained.contains(folder)) {
        return true;
      }
    }
    return false;
  }

  void addUnpublished(Collection<Location> files) {
    unpublished.addAll(files);
  }

  void addReplaced(Collection<Location> files) {
    replaced.addAll(files);
  }

  void addRetained(Collection<Location> folders) {
    retained.addAll(folders);
  }

  boolean hasRetained(Collection<Location> folders) {
    return retained.containsAll(folders);
  }

  /** Each file by its name, and each folder of which all files are hidden. */
  Set<Location> named() {
    Set<Location> named = new HashSet<>(unpublished);
    named.addAll(replaced);
    named.addAll(retained);
    return named;
  }
}
