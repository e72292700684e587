/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicrosTest {

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1_000_001, -1_000_000, -1, 0, 1, 999_999, Long.MAX_VALUE})
  void givesBackEveryNumber(long micros) {
    assertThat(Micros.of(Micros.toInstant(micros)), equalTo(micros));
  }

  @Test
  void cutsTowardsThePast() {
    assertThat(Micros.of(Instant.parse("1969-12-31T23:59:59.999999999Z")), equalTo(-1L));
    assertThat(Micros.of(Instant.parse("1970-01-01T00:00:00.000000999Z")), equalTo(0L));
    assertThat(Micros.toDateTime(-1).getMillis(), equalTo(-1L));
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThrows(ArithmeticException.class, () -> Micros.of(Instant.MIN));
    assertThrows(ArithmeticException.class, () -> Micros.of(Instant.MAX));
    assertThrows(
        ArithmeticException.class,
        () -> Micros.of(Micros.toInstant(Long.MIN_VALUE).minusNanos(1_000)));
  }
}
