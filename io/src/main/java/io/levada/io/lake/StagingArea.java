/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.io.Serializable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where a run's workers write.
 *
 * @param storages finds the storage, with a place for staged files
 * @param table the table's folder
 * @param runFolder the folder of the run's record, for rejects and the manifest
 * @param run the run's id
 * @param placement in which folders of the table the files go
 * @param manifestName the name of the workers' manifest, in the run's folder
 */
public record StagingArea(
    Storages storages,
    Location table,
    Location runFolder,
    String run,
    Placement placement,
    String manifestName)
    implements Serializable {

  private static final Set<String> CLOSED_RUNS = ConcurrentHashMap.newKeySet();

  /** An area for files that go where their partitions' paths say. */
  public StagingArea(Storages storages, Location table, Location runFolder, String run) {
    this(storages, table, runFolder, run, Placement.flat());
  }

  public StagingArea(
      Storages storages, Location table, Location runFolder, String run, Placement placement) {
    this(storages, table, runFolder, run, placement, "manifest.jsonl.gz");
  }

  /** The same for workers who do all again, since what others have staged does not count. */
  public StagingArea again() {
    return new StagingArea(storages, table, runFolder, run, placement, "manifest-again.jsonl.gz");
  }

  public Location manifest() {
    return runFolder.child(manifestName);
  }

  /** Where a staged file will be. */
  Location locationOf(DataFile.Content content, String path) {
    return (content == DataFile.Content.DATA ? table : runFolder).child(path);
  }

  /**
   * Has workers in this JVM fail instead of staging more files, since some are still at work when
   * the run is undone. Files that are open stay so, and may be discarded.
   */
  public void close() {
    CLOSED_RUNS.add(run);
  }

  /**
   * Begins a file.
   *
   * @param path below the table (data) or the run's folder (rejects)
   * @param attempt another for each try to write it
   * @throws IOException if it can't be begun, or the area is closed
   */
  public StagedUpload open(DataFile.Content content, String path, String attempt)
      throws IOException {
    checkOpen("stage " + path);
    Location location = locationOf(content, path);
    return storages.of(location).stage(location, attempt);
  }

  /**
   * @param doing what is about to be done
   * @throws IOException if the area is closed
   */
  void checkOpen(String doing) throws IOException {
    if (CLOSED_RUNS.contains(run)) {
      throw new IOException("Cannot " + doing + ": run " + run + " is being undone");
    }
  }

  /** The staged file as the storage knows it. */
  public StagedFile staged(DataFile file) {
    return new StagedFile(locationOf(file.content(), file.path()), file.stagedAs(), file.bytes());
  }
}
