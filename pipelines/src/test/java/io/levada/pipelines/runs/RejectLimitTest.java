/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.UsageException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RejectLimitTest {

  @Test
  void allowsAnyNumberUnlessItIsGiven() {
    assertThat(RejectLimit.NONE.exceededBy(9, 9), is(Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "2, 2", "2, 1"})
  void allowsAsManyAsItSays(long number, long rejected) {
    assertThat(new RejectLimit(number, null).exceededBy(rejected, 9), is(Optional.empty()));
  }

  @Test
  void namesTheNumberThatIsExceeded() {
    assertThat(new RejectLimit(2L, null).exceededBy(3, 9), is(Optional.of("--maxRejects=2")));
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "0.25, 1, 4", "1, 4, 4"})
  void allowsTheShareThatItSays(double share, long rejected, long read) {
    assertThat(new RejectLimit(null, share).exceededBy(rejected, read), is(Optional.empty()));
  }

  @Test
  void namesTheShareThatIsExceeded() {
    assertThat(
        new RejectLimit(null, 0.25).exceededBy(2, 7), is(Optional.of("--maxRejectRatio=0.25")));
  }

  @Test
  void holdsBothLimits() {
    assertThat(
        new RejectLimit(5L, 0.25).exceededBy(2, 7), is(Optional.of("--maxRejectRatio=0.25")));
  }

  @Test
  void takesNoNumberBelowZero() {
    UsageException e = assertThrows(UsageException.class, () -> new RejectLimit(-1L, null));

    assertThat(e.getMessage(), is("Invalid --maxRejects: -1 (expected 0 or more)"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void takesNoShareThatIsNone(double share) {
    UsageException e = assertThrows(UsageException.class, () -> new RejectLimit(null, share));

    assertThat(
        e.getMessage(),
        is("Invalid --maxRejectRatio: " + share + " (expected a share from 0 to 1)"));
  }
}
