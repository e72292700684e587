/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void isTheSameInAnyOrderAndGrouping() {
    List<SourcePosition> positions = positions();
    Tally expected = tally(positions);

    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      Collections.shuffle(positions, random);
      int cut = random.nextInt(positions.size());
      Tally left = tally(positions.subList(0, cut));
      Tally right = tally(positions.subList(cut, positions.size()));

      assertThat(left.plus(right), equalTo(expected));
    }
  }

  @Test
  void tellsThatARecordIsLost() {
    List<SourcePosition> positions = positions();

    assertThat(tally(positions.subList(1, positions.size())), not(equalTo(tally(positions))));
  }

  @Test
  void tellsThatOneRecordIsLostAndAnotherDoubled() {
    List<SourcePosition> positions = positions();
    List<SourcePosition> exchanged = new ArrayList<>(positions);
    exchanged.set(0, positions.get(1));

    assertThat(tally(exchanged).count(), equalTo(tally(positions).count()));
    assertThat(tally(exchanged), not(equalTo(tally(positions))));
  }

  @Test
  void tellsThatARecordIsCountedForAnotherFile() {
    assertThat(
        tally(List.of(new SourcePosition(1, 100))),
        not(equalTo(tally(List.of(new SourcePosition(2, 100))))));
  }

  @Test
  void hasAnotherTallyForEachPosition() {
    Set<Tally> tallies = new HashSet<>();
    for (int file = 0; file < 20; file++) {
      for (long offset = 0; offset < 2_000; offset++) {
        tallies.add(tally(List.of(new SourcePosition(file, offset))));
      }
    }

    assertThat(tallies, hasSize(40_000));
  }

  @Test
  void carriesIntoTheUpperHalf() {
    Tally sum = new Tally(1, 5, -1).plus(new Tally(2, 7, 1));

    assertThat(sum, equalTo(new Tally(3, 13, 0)));
  }

  @Test
  void countsOnFromTallies() {
    List<SourcePosition> positions = positions();
    Tally.Counter counter = counter(positions.subList(0, 200));
    counter.add(tally(positions.subList(200, 300)));
    counter.add(tally(positions.subList(300, positions.size())));

    assertThat(counter.tally(), equalTo(tally(positions)));
  }

  @Test
  void isUnchangedByNothing() {
    Tally tally = tally(positions());

    assertThat(tally.plus(Tally.ZERO), equalTo(tally));
    assertThat(new Tally.Counter().tally(), equalTo(Tally.ZERO));
  }

  private static List<SourcePosition> positions() {
    Random random = new Random(41);
    List<SourcePosition> positions = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      positions.add(new SourcePosition(random.nextInt(5), random.nextLong(1L << 40)));
    }
    return positions;
  }

  private static Tally tally(List<SourcePosition> positions) {
    return counter(positions).tally();
  }

  private static Tally.Counter counter(List<SourcePosition> positions) {
    Tally.Counter counter = new Tally.Counter();
    positions.forEach(position -> counter.add(position.file(), position.offset()));
    return counter;
  }
}
