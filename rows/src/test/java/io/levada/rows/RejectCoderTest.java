/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class RejectCoderTest {

  @Test
  void decodesWhatItEncodes() throws Exception {
    Reject reject =
        new Reject(
            new SourcePosition(3, 1L << 40),
            "TOO_LARGE",
            "The record is large: ä",
            Reject.Content.cut(new byte[] {1, -1}, 99, new byte[32]));

    assertThat(CoderUtils.clone(RejectCoder.of(), reject), equalTo(reject));
  }
}
