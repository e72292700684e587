/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;

class RecordBlockCoderTest {

  private static final byte[] BYTES = "one\ntwo\r\n\nthree".getBytes(StandardCharsets.UTF_8);
  private static final int[] BOUNDS = {0, 3, 4, 7, 10, 15};
  private static final ReadCount COUNT = new ReadCount(2, 0, 99, true, new Tally(3, 4, 5));

  @Test
  void keepsTheRecordsOfABlock() throws CoderException {
    RecordBlock block = copy(block(null));

    assertThat(block, equalTo(block(null)));
    assertThat(block.recordCount(), equalTo(3));
    assertThat(block.start(2), equalTo(10));
    assertThat(block.end(2), equalTo(15));
    assertThat(block.offsetOf(2), equalTo((1L << 40) + 10));
  }

  @Test
  void keepsTheCountOfABlock() throws CoderException {
    assertThat(copy(block(COUNT)), equalTo(block(COUNT)));
    assertThat(copy(block(COUNT)), not(equalTo(block(null))));
  }

  @Test
  void keepsABlockOfACountAlone() throws CoderException {
    assertThat(copy(RecordBlock.ofCount(COUNT)), equalTo(RecordBlock.ofCount(COUNT)));
  }

  @Test
  void keepsACutRecord() throws CoderException {
    RecordBlock block =
        RecordBlock.ofCut(1, 5, BYTES, new CutRecord(1L << 33, new byte[32]), COUNT);

    assertThat(copy(block), equalTo(block));
  }

  private static RecordBlock block(@Nullable ReadCount count) {
    return new RecordBlock(2, 1L << 40, BYTES, BOUNDS, count);
  }

  private static RecordBlock copy(RecordBlock block) throws CoderException {
    return CoderUtils.clone(RecordBlockCoder.of(), block);
  }
}
