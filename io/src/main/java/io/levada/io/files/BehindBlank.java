/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.io.IOException;
import java.io.InputStream;

/** Bytes without the white space in front of them. */
final class BehindBlank extends PiecewiseBytes {

  private final InputStream in;
  private boolean begun;

  BehindBlank(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    int count = in.read(bytes, from, length);
    while (!begun && count >= 0) {
      int solid = from;
      while (solid < from + count && Lines.isBlank(bytes, solid, solid + 1)) {
        solid++;
      }
      int blank = solid - from;
      if (blank < count) {
        begun = true;
        System.arraycopy(bytes, solid, bytes, from, count - blank);
        return count - blank;
      }
      count = in.read(bytes, from, length);
    }
    return count;
  }
}
