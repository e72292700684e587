/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Entry;
import io.levada.io.storage.EntryVisitor;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Fails at the n-th call that a whole process makes, whichever of its storages gets it. */
final class FailingStorage extends StorageBehind {

  /** What happens at the n-th call. */
  enum Fault {
    /** The call fails and does nothing. */
    ERROR,
    /** The call takes effect, and its answer is lost. */
    LOST_ANSWER,
    /** The process ends before the call. */
    ENDS_BEFORE,
    /** The process ends behind the call. */
    ENDS_BEHIND
  }

  /** The calls of one process. */
  static final class Calls {
    private final Fault fault;
    private final int failAt;
    private final AtomicInteger made = new AtomicInteger();

    Calls(Fault fault, int failAt) {
      this.fault = fault;
      this.failAt = failAt;
    }

    /** Whether so many calls were made that one has failed. */
    boolean haveFailed() {
      return made.get() > failAt;
    }

    private <T> T make(String what, Call<T> call) throws IOException {
      int number = made.getAndIncrement();
      boolean ends = fault == Fault.ENDS_BEFORE || fault == Fault.ENDS_BEHIND;
      boolean fails = number == failAt;
      boolean before = fault == Fault.ERROR || fault == Fault.ENDS_BEFORE;
      if ((fails && before) || (ends && number > failAt)) {
        throw new IOException(fault + " " + number + " " + what);
      }
      T answer = call.make();
      if (fails) {
        throw new IOException(fault + " " + number + " " + what);
      }
      return answer;
    }
  }

  private final Calls calls;

  FailingStorage(Storage behind, Calls calls) {
    super(behind);
    this.calls = calls;
  }

  @Override
  public void list(Location folder, Predicate<Location> wanted, EntryVisitor visitor)
      throws IOException {
    calls.make(
        "list",
        () -> {
          behind.list(folder, wanted, visitor);
          return 0;
        });
  }

  @Override
  public Optional<Entry> status(Location location) throws IOException {
    return calls.make("status", () -> behind.status(location));
  }

  @Override
  public boolean folderExists(Location location) throws IOException {
    return calls.make("folderExists", () -> behind.folderExists(location));
  }

  @Override
  public Optional<byte[]> read(Location location) throws IOException {
    return calls.make("read " + location.name(), () -> behind.read(location));
  }

  @Override
  public boolean createIfAbsent(Location location, byte[] content) throws IOException {
    return calls.make("create " + location.name(), () -> behind.createIfAbsent(location, content));
  }

  @Override
  public void write(Location location, byte[] content) throws IOException {
    calls.make(
        "write " + location.name(),
        () -> {
          behind.write(location, content);
          return 0;
        });
  }

  @Override
  public void delete(Location location) throws IOException {
    calls.make(
        "delete " + location.name(),
        () -> {
          behind.delete(location);
          return 0;
        });
  }

  /** Half of it is done when it fails. */
  @Override
  public void deleteAll(Collection<Location> locations) throws IOException {
    for (Location location : locations) {
      delete(location);
    }
  }

  @Override
  public boolean deleteIfUnchanged(Entry expected) throws IOException {
    return calls.make("deleteIfUnchanged", () -> behind.deleteIfUnchanged(expected));
  }

  @Override
  public boolean moveIfUnchanged(Entry source, Location target) throws IOException {
    return calls.make("move", () -> behind.moveIfUnchanged(source, target));
  }

  @Override
  public StagedUpload stage(Location location, String attempt) throws IOException {
    return calls.make("stage", () -> behind.stage(location, attempt));
  }

  @Override
  public void syncStaged(Collection<StagedFile> files) throws IOException {
    calls.make(
        "sync",
        () -> {
          behind.syncStaged(files);
          return 0;
        });
  }

  /** Half of it is done when it fails. */
  @Override
  public void complete(Collection<StagedFile> files) throws IOException {
    for (StagedFile file : files) {
      calls.make(
          "complete",
          () -> {
            behind.complete(Set.of(file));
            return 0;
          });
    }
  }

  @Override
  public void discard(StagedFile file) throws IOException {
    calls.make(
        "discard",
        () -> {
          behind.discard(file);
          return 0;
        });
  }

  @Override
  public int discardStagedExcept(Set<String> keep) throws IOException {
    return calls.make("discard staged", () -> behind.discardStagedExcept(keep));
  }

  @Override
  public void discardUnfinished(Location folder) throws IOException {
    calls.make(
        "discard unfinished",
        () -> {
          behind.discardUnfinished(folder);
          return 0;
        });
  }

  private interface Call<T> {
    T make() throws IOException;
  }
}
