/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cuts something off at its n-th step, for every n until it passes whole, several at a time.
 *
 * <p>A build cuts at every step, in fewer ways than there are: {@code -Dlevada.cuts=all} is for a
 * person who has half an hour.
 */
final class EveryStep {

  /** Whether all ways are asked for. */
  static final boolean IN_ALL_WAYS = "all".equals(System.getProperty("levada.cuts"));

  private static final int LONGEST_STEP_MINUTES = 5;

  private EveryStep() {}

  /** What cuts off, one n after the other. */
  @FunctionalInterface
  interface Lane {
    /**
     * @param n counted from 1
     * @return whether it was cut off, not past its last step
     */
    boolean cutOffAt(int n) throws Exception;
  }

  /**
   * @return at how many steps it was cut off
   * @throws AssertionError if a lane finds something wrong; the other lanes end soon
   */
  static int cutOff(List<? extends Lane> lanes) throws InterruptedException {
    AtomicInteger next = new AtomicInteger(1);
    AtomicInteger cuts = new AtomicInteger();
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(lanes.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Lane lane : lanes) {
        running.add(threads.submit(() -> cutOff(lane, next, cuts, ended)));
      }
      for (Future<?> one : running) {
        one.get();
      }
      return cuts.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof AssertionError failure ? failure : new AssertionError(e);
    } finally {
      threads.shutdown();
      threads.awaitTermination(LONGEST_STEP_MINUTES, TimeUnit.MINUTES);
    }
  }

  private static Void cutOff(Lane lane, AtomicInteger next, AtomicInteger cuts, AtomicBoolean ended)
      throws Exception {
    try {
      while (!ended.get() && lane.cutOffAt(next.getAndIncrement())) {
        cuts.incrementAndGet();
      }
    } finally {
      ended.set(true);
    }
    return null;
  }
}
