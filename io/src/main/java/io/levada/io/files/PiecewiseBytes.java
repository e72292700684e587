/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that are read in pieces; a single one is a piece of its own. */
abstract class PiecewiseBytes extends InputStream {

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public abstract int read(byte[] bytes, int from, int length) throws IOException;
}
