/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import org.junit.jupiter.api.Test;

class FilterCountTest {

  private static final FilterCount COUNT = new FilterCount(3, new Tally(7, -1, 2));

  @Test
  void survivesEncoding() {
    byte[] bytes = COUNT.encode();

    assertThat(Note.decode(bytes, 0, bytes.length), equalTo(COUNT));
  }

  @Test
  void isNoReject() {
    assertThat(Note.isReject(COUNT.encode(), 0), equalTo(false));
  }
}
