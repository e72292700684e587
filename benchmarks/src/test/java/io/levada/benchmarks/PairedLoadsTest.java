/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.levada.benchmarks.PairedLoads.Load;
import org.junit.jupiter.api.Test;

class PairedLoadsTest {

  @Test
  void printsRatesAndTheRatioOfEachPair() {
    PairedLoads loads = new PairedLoads("Levada", "plain");
    loads.add(load(5), load(4));
    loads.add(load(4), load(4));
    loads.add(load(8), load(6));

    assertThat(
        loads.toMarkdown(),
        is(
            """
            | | load: items/s, median (min–max) | load: s | whole command: wall s | CPU s | peak MiB | server's CPU s |
            |---|---|---|---|---|---|---|
            | Levada | 2,000 (1,250–2,500) | 5.0 | 6.0 | 9.0 | 100 | 3.0 |
            | plain | 2,500 (1,667–2,500) | 4.0 | 5.0 | 9.0 | 100 | 3.0 |

            Ratio of the rates of the loads, pair by pair: median **0.80** (0.75–1.00) over 3 pairs.
            """));
  }

  private static Load load(double seconds) {
    return new Load(10_000, seconds, new Measurement(seconds + 1, 9, 100), 3);
  }
}
