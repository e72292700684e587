/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunIdTest {

  private static final Instant START = Instant.parse("2026-01-31T23:59:59.987Z");

  @Test
  void namesTheMillisecondOfTheStartInUtc() {
    assertThat(RunId.at(START), matchesPattern("20260131T235959987Z-[0-9a-f]{12}"));
  }

  @Test
  void namesRunsOfTheSameMillisecondDifferently() {
    assertThat(RunId.at(START), not(equalTo(RunId.at(START))));
  }

  @Test
  void sortsByStart() {
    assertThat(RunId.at(START), lessThan(RunId.at(START.plusMillis(1))));
  }
}
