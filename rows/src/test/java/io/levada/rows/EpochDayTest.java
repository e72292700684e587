/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class EpochDayTest {

  @Test
  void isThatOfJavaOnEveryDayOfFiveCenturies() {
    LocalDate end = LocalDate.of(2300, 1, 1);
    for (LocalDate date = LocalDate.of(1800, 1, 1); date.isBefore(end); date = date.plusDays(1)) {
      assertThat(EpochDay.of(date), equalTo(date.toEpochDay()));
    }
  }

  @Test
  void isThatOfJavaAtBothEndsOfTime() {
    assertThat(EpochDay.of(LocalDate.MIN), equalTo(LocalDate.MIN.toEpochDay()));
    assertThat(EpochDay.of(LocalDate.MAX), equalTo(LocalDate.MAX.toEpochDay()));
  }
}
