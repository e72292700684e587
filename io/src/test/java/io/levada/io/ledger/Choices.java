/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Decides what happens next, where that is open. */
interface Choices {

  /** One of {@code 0 .. alternatives - 1}. */
  int of(int alternatives);

  /** The same for the same seed. */
  static Choices random(long seed) {
    Random random = new Random(seed);
    return random::nextInt;
  }

  /** Makes all choices that there are, one combination after another. */
  final class All implements Choices {
    private final List<Integer> chosen = new ArrayList<>();
    private final List<Integer> alternatives = new ArrayList<>();
    private int at;

    @Override
    public int of(int count) {
      if (at == chosen.size()) {
        chosen.add(0);
        alternatives.add(count);
      }
      return chosen.get(at++);
    }

    /** Whether there is another combination, which is made from here on. */
    boolean next() {
      at = 0;
      while (!chosen.isEmpty()) {
        int last = chosen.size() - 1;
        if (chosen.get(last) + 1 < alternatives.get(last)) {
          chosen.set(last, chosen.get(last) + 1);
          return true;
        }
        chosen.remove(last);
        alternatives.remove(last);
      }
      return false;
    }

    @Override
    public String toString() {
      return chosen.toString();
    }
  }
}
