/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Notes every change that a run asks for, and can be cut off before or after one of them. */
final class WatchedStorage extends StorageBehind {

  final List<String> changes = new ArrayList<>();
  private int cutAt = -1;
  private boolean afterTheChange;
  private boolean answersLost;

  WatchedStorage(Storage behind) {
    super(behind);
  }

  /** From now on the change with this number, from 0, fails. */
  void cutAt(int change, boolean afterwards) {
    changes.clear();
    cutAt = change;
    afterTheChange = afterwards;
  }

  /** From now on a file that is created is said to have been there. */
  void loseAnswers() {
    answersLost = true;
  }

  @Override
  public boolean createIfAbsent(Location location, byte[] content) throws IOException {
    boolean[] created = new boolean[1];
    change(
        "create " + location.name(), () -> created[0] = behind.createIfAbsent(location, content));
    return created[0] && !answersLost;
  }

  @Override
  public void write(Location location, byte[] content) throws IOException {
    change("write " + location.name(), () -> behind.write(location, content));
  }

  @Override
  public void delete(Location location) throws IOException {
    change("delete " + location.name(), () -> behind.delete(location));
  }

  @Override
  public void deleteAll(Collection<Location> locations) throws IOException {
    change("delete all", () -> behind.deleteAll(locations));
  }

  @Override
  public boolean moveIfUnchanged(Entry source, Location target) throws IOException {
    boolean[] moved = new boolean[1];
    change(
        "move " + source.location().name(),
        () -> moved[0] = behind.moveIfUnchanged(source, target));
    return moved[0];
  }

  @Override
  public void syncStaged(Collection<StagedFile> files) throws IOException {
    change("sync", () -> behind.syncStaged(files));
  }

  @Override
  public void complete(Collection<StagedFile> files) throws IOException {
    change("complete", () -> behind.complete(files));
  }

  @Override
  public int discardStagedExcept(Set<String> keep) throws IOException {
    int[] removed = new int[1];
    change("discard staged", () -> removed[0] = behind.discardStagedExcept(keep));
    return removed[0];
  }

  private void change(String what, Change change) throws IOException {
    boolean cut = changes.size() == cutAt;
    changes.add(what);
    if (cut && !afterTheChange) {
      throw new IOException("Cut off before: " + what);
    }
    change.make();
    if (cut) {
      throw new IOException("Cut off after: " + what);
    }
  }

  private interface Change {
    void make() throws IOException;
  }
}
