/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.catalog.CatalogTable;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.Placement;
import io.levada.io.lake.TableScan;
import io.levada.io.lake.VersionFolder;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Partitions that a run adds to, as a catalog has them: its rows have to be where readers of the
 * catalog look, beside those that they see already.
 */
final class AddedPartitions {

  private final LakeTarget target;
  private final PresentPartitions present;

  /** Partitions with files that count, where the catalog does not look, by their paths. */
  private final Set<String> unregistered = new HashSet<>();

  AddedPartitions(LakeTarget target, PresentPartitions present) {
    this.target = target;
    this.present = present;
  }

  /** In the folders that the catalog has, and for others in versions of their own. */
  Placement besidePresent(CatalogTable table, Storages storages, String run) throws IOException {
    Map<String, String> folders = present.folders(table);
    LakeTable.list(
        storages,
        target.table(),
        TableScan.all().withoutColumns(),
        files -> {
          files.forEach(file -> noteIfUnregistered(file.location(), folders));
          return List.of();
        });
    return Placement.besidePresent(folders, run);
  }

  private void noteIfUnregistered(Location file, Map<String, String> folders) {
    String partition = partitionOf(file);
    String folder = folders.get(partition);
    if (folder == null || !(folder.isEmpty() || file.isWithin(target.table().child(folder)))) {
      unregistered.add(partition);
    }
  }

  private String partitionOf(Location file) {
    return file.parent().equals(target.table())
        ? ""
        : VersionFolder.strip(file.parent().relativeTo(target.table()));
  }

  /**
   * Refuses rows that readers of the catalog would not see, or would see without those that are
   * there.
   *
   * @param placed where the run has put them
   * @throws RunFailedException if there are such
   */
  void check(CatalogTable table, Map<List<String>, Location> placed) throws IOException {
    Map<List<String>, Location> there = present.some(table, placed.keySet());
    placed.forEach(
        (partition, own) -> {
          if (unregistered.contains(present.path(table, partition))) {
            throw unregistered(table, partition);
          }
          if (there.containsKey(partition) && !there.get(partition).equals(own)) {
            throw elsewhere(table, partition, there.get(partition), own);
          }
        });
  }

  private RunFailedException unregistered(CatalogTable table, List<String> partition) {
    return new RunFailedException(
        ExitCode.FAILED,
        "Cannot add to "
            + name(table, partition)
            + ": it has files that the catalog does not know (levada crawl "
            + target.table()
            + " registers them)");
  }

  private static RunFailedException elsewhere(
      CatalogTable table, List<String> partition, Location there, Location own) {
    return new RunFailedException(
        ExitCode.FAILED,
        "Cannot add to "
            + name(table, partition)
            + ": the catalog has it in "
            + there
            + ", and the rows would be in "
            + own
            + " (--writeMode="
            + (partition.isEmpty() ? "overwrite" : "overwrite-partitions")
            + " replaces it)");
  }

  private static String name(CatalogTable table, List<String> partition) {
    return (partition.isEmpty() ? "" : "partition " + partition + " of ") + table.name();
  }
}
