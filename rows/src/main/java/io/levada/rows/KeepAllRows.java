/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.IOException;
import java.util.Iterator;

/** Passes every row on. */
final class KeepAllRows implements SlotStep {

  @Override
  public boolean needsSlots() {
    return false;
  }

  @Override
  public void process(RowCodec codec, Iterator<byte[]> chunks, Outcome outcome, Workspace workspace)
      throws IOException {
    while (chunks.hasNext()) {
      byte[] chunk = chunks.next();
      for (int at = 0; at < chunk.length; at += EncodedRow.lengthAt(chunk, at)) {
        outcome.keep(chunk, at);
      }
    }
  }
}
