/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import org.junit.jupiter.api.Test;

class GroupCountTest {

  private static final GroupCount COUNT = new GroupCount(new Tally(7, -1, 2), new Tally(3, 4, -5));

  @Test
  void survivesEncoding() {
    byte[] bytes = COUNT.encode();

    assertThat(Note.decode(bytes, 0, bytes.length), equalTo(COUNT));
  }

  @Test
  void isNoReject() {
    assertThat(Note.isReject(COUNT.encode(), 0), equalTo(false));
  }

  @Test
  void addsUpBothSides() {
    GroupCount sum = COUNT.plus(new GroupCount(new Tally(1, 2, 1), new Tally(1, 1, 5)));

    assertThat(sum, equalTo(new GroupCount(new Tally(8, 1, 3), new Tally(4, 6, 0))));
  }
}
