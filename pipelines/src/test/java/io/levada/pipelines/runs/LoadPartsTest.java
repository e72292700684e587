/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadPartsTest {

  /** What ten units a second are to take in half an hour. */
  private static final long FULL = 10 * 1_800 * 100;

  private static final Entry SMALL = file("small", FULL / 4);
  private static final Entry OTHER = file("other", FULL / 4);
  private static final Entry HALF = file("half", FULL / 2);
  private static final Entry LARGE = file("large", 3 * FULL);

  @Test
  void holdsWhatTheRateTakesInHalfAnHour() {
    assertThat(
        LoadParts.of(List.of(SMALL, OTHER, HALF, SMALL), 10),
        contains(List.of(SMALL, OTHER, HALF), List.of(SMALL)));
  }

  @Test
  void hasALargeFileForItself() {
    assertThat(
        LoadParts.of(List.of(SMALL, LARGE, HALF), 10),
        contains(List.of(SMALL), List.of(LARGE), List.of(HALF)));
  }

  @Test
  void isOneWithoutARate() {
    assertThat(
        LoadParts.of(List.of(LARGE, LARGE, SMALL), Double.POSITIVE_INFINITY),
        contains(List.of(LARGE, LARGE, SMALL)));
  }

  @Test
  void isNoneWithoutFiles() {
    assertThat(LoadParts.of(List.of(), 10), empty());
  }

  private static Entry file(String name, long size) {
    return new Entry(Location.of("/items/" + name), size, name, Instant.EPOCH);
  }
}
