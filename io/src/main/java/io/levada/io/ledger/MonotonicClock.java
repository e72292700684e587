/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.time.Duration;

/** Time that only goes on, whatever is done to the clock on the wall. */
interface MonotonicClock {

  /**
   * That of this process, which goes on while the process is stopped, and on most systems stands
   * still while the machine sleeps.
   */
  MonotonicClock OF_THE_PROCESS =
      new MonotonicClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
          Thread.sleep(duration.toMillis());
        }
      };

  long nanos();

  void sleep(Duration duration) throws InterruptedException;
}
