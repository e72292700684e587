/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Entry;
import io.levada.io.storage.EntryVisitor;
import io.levada.io.storage.Location;
import io.levada.io.storage.OpenFile;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A storage that passes everything on, for tests to stand between. */
class StorageBehind implements Storage {

  final Storage behind;

  StorageBehind(Storage behind) {
    this.behind = behind;
  }

  @Override
  public void list(Location folder, Predicate<Location> wanted, EntryVisitor visitor)
      throws IOException {
    behind.list(folder, wanted, visitor);
  }

  @Override
  public Optional<Entry> status(Location location) throws IOException {
    return behind.status(location);
  }

  @Override
  public boolean folderExists(Location location) throws IOException {
    return behind.folderExists(location);
  }

  @Override
  public boolean hasFolders() {
    return behind.hasFolders();
  }

  @Override
  public boolean takesName(Location location) {
    return behind.takesName(location);
  }

  @Override
  public OpenFile open(Entry expected) throws IOException {
    return behind.open(expected);
  }

  @Override
  public Optional<byte[]> read(Location location) throws IOException {
    return behind.read(location);
  }

  @Override
  public boolean createIfAbsent(Location location, byte[] content) throws IOException {
    return behind.createIfAbsent(location, content);
  }

  @Override
  public void write(Location location, byte[] content) throws IOException {
    behind.write(location, content);
  }

  @Override
  public void delete(Location location) throws IOException {
    behind.delete(location);
  }

  @Override
  public void deleteAll(Collection<Location> locations) throws IOException {
    behind.deleteAll(locations);
  }

  @Override
  public boolean deleteIfUnchanged(Entry expected) throws IOException {
    return behind.deleteIfUnchanged(expected);
  }

  @Override
  public boolean moveIfUnchanged(Entry source, Location target) throws IOException {
    return behind.moveIfUnchanged(source, target);
  }

  @Override
  public StagedUpload stage(Location location, String attempt) throws IOException {
    return behind.stage(location, attempt);
  }

  @Override
  public void syncStaged(Collection<StagedFile> files) throws IOException {
    behind.syncStaged(files);
  }

  @Override
  public void complete(Collection<StagedFile> files) throws IOException {
    behind.complete(files);
  }

  @Override
  public void discard(StagedFile file) throws IOException {
    behind.discard(file);
  }

  @Override
  public int discardStagedExcept(Set<String> keep) throws IOException {
    return behind.discardStagedExcept(keep);
  }

  @Override
  public void discardUnfinished(Location folder) throws IOException {
    behind.discardUnfinished(folder);
  }
}
