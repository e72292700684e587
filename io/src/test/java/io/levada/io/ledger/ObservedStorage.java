/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Tells of every change before it is made, of several at once one by one. */
final class ObservedStorage extends StorageBehind {

  private final Runnable observer;

  ObservedStorage(Storage behind, Runnable observer) {
    super(behind);
    this.observer = observer;
  }

  @Override
  public boolean createIfAbsent(Location location, byte[] content) throws IOException {
    observer.run();
    return behind.createIfAbsent(location, content);
  }

  @Override
  public void write(Location location, byte[] content) throws IOException {
    observer.run();
    behind.write(location, content);
  }

  @Override
  public void delete(Location location) throws IOException {
    observer.run();
    behind.delete(location);
  }

  @Override
  public void deleteAll(Collection<Location> locations) throws IOException {
    for (Location location : locations) {
      delete(location);
    }
  }

  @Override
  public void complete(Collection<StagedFile> files) throws IOException {
    for (StagedFile file : files) {
      observer.run();
      behind.complete(List.of(file));
    }
  }

  @Override
  public int discardStagedExcept(Set<String> keep) throws IOException {
    observer.run();
    return behind.discardStagedExcept(keep);
  }
}
