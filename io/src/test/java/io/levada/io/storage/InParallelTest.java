/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InParallelTest {

  private static final List<Integer> THOUSAND = IntStream.range(0, 1_000).boxed().toList();

  @Test
  void takesEachOnce() throws Exception {
    Queue<Integer> taken = new ConcurrentLinkedQueue<>();

    InParallel.forEach(THOUSAND, 4, taken::add);

    assertThat(taken, containsInAnyOrder(THOUSAND.toArray()));
  }

  @Test
  void worksAtAsManyAtOnceAsItMay() throws Exception {
    CountDownLatch all = new CountDownLatch(4);

    InParallel.forEach(
        List.of(1, 2, 3, 4),
        4,
        one -> {
          all.countDown();
          await(all);
        });

    assertThat(all.getCount(), is(0L));
  }

  @Test
  void stopsAtTheFirstFailureAndThrowsIt() {
    AtomicInteger taken = new AtomicInteger();

    IOException e =
        assertThrows(
            IOException.class,
            () ->
                InParallel.forEach(
                    THOUSAND,
                    4,
                    one -> {
                      taken.incrementAndGet();
                      throw new IOException("failed");
                    }));

    assertThat(e.getMessage(), is("failed"));
    assertThat(taken.get(), is(lessThan(5)));
  }

  @Test
  void throwsWhatIsNoIOExceptionAsItIs() {
    assertThrows(
        IllegalStateException.class,
        () ->
            InParallel.forEach(
                List.of(1, 2),
                2,
                one -> {
                  throw new IllegalStateException();
                }));
  }

  @Test
  void endsWhenItIsInterrupted() {
    Thread.currentThread().interrupt();

    assertThrows(
        InterruptedIOException.class,
        () -> InParallel.forEach(List.of(1, 2), 2, one -> await(new CountDownLatch(1))));

    assertThat(Thread.interrupted(), is(true));
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }
}
