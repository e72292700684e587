/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What could not be done of that which follows VISIBLE. None of it holds up the rest, nor later
 * runs: the rows are in the table.
 */
final class OwedWork {

  private final String run;
  private final List<String> undone = new ArrayList<>();
  private @Nullable Exception first;
  private int inputs;

  OwedWork(String run) {
    this.run = run;
  }

  /**
   * Does something, or notes that it could not be done.
   *
   * @param undoneMeans what is said of the run then
   */
  void attempt(String undoneMeans, Step step) {
    try {
      step.run();
    } catch (IOException | RuntimeException e) {
      note(undoneMeans, e);
    }
  }

  /** Notes that something could not be done. */
  void note(String undoneMeans, Exception failure) {
    if (!includes(undoneMeans)) {
      undone.add(undoneMeans);
    }
    noteFirst(failure);
  }

  boolean includes(String undoneMeans) {
    return undone.contains(undoneMeans);
  }

  /** Notes that an input is where it was read. */
  void noteInput(Exception failure) {
    inputs++;
    noteFirst(failure);
  }

  private void noteFirst(Exception failure) {
    if (first == null) {
      first = failure;
    }
  }

  /**
   * @throws OwedWorkException if anything could not be done
   */
  void check() throws OwedWorkException {
    if (first == null) {
      return;
    }

    List<String> all = new ArrayList<>(undone);
    if (inputs > 0) {
      all.add(inputs + (inputs == 1 ? " input is" : " inputs are") + " not cleared away");
    }
    throw new OwedWorkException(run, String.join(", and ", all), first);
  }

  interface Step {
    void run() throws IOException;
  }
}
