/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** All locks of a run. Closing releases them, the last first. */
public final class HeldLocks implements LockCheck, Closeable {

  private final List<Lock> locks;
  private final Runnable stopBeating;

  HeldLocks(List<Lock> locks, Runnable stopBeating) {
    this.locks = List.copyOf(locks);
    this.stopBeating = stopBeating;
  }

  /** In the order in which they were taken. */
  public List<Lock> locks() {
    return locks;
  }

  /**
   * @throws LockLostException if one of them is not certainly held
   */
  @Override
  public void check() throws LockLostException {
    for (Lock lock : locks) {
      lock.check();
    }
  }

  /**
   * Asks the storage, whatever the clocks say: writes a heartbeat for each lock, and looks whether
   * another has followed. To be called behind each record that others go by: who follows later
   * finds that record.
   *
   * @throws LockLostException if one of them is not certainly held
   * @throws IOException if the storage does not tell
   */
  public void confirm() throws IOException {
    for (Lock lock : locks) {
      lock.confirm();
    }
  }

  /**
   * Releases what is held; may be repeated.
   *
   * @throws IOException if one can't be released, whatever becomes of the others; it is free when
   *     this process is gone, or a lease later
   */
  @Override
  public void close() throws IOException {
    stopBeating.run();
    IOException failure = null;
    for (int i = locks.size() - 1; i >= 0; i--) {
      try {
        locks.get(i).release();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** {@link Lock#check} tells when it is too late. */
  static void beatAll(List<Lock> locks) {
    for (Lock lock : locks) {
      try {
        lock.beat();
      } catch (IOException | RuntimeException | Error e) {
        // The next beat is soon, and a lock that no beat reaches is not held any more.
      }
    }
  }
}
