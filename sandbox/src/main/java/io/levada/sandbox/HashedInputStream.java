/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A body that is signed by its hash: it is refused at its end if it has another. */
final class HashedInputStream extends InputStream {

  private final InputStream in;
  private final String expectedHex;
  private @Nullable MessageDigest digest = Digests.sha256();

  HashedInputStream(InputStream in, String expectedHex) {
    this.in = in;
    this.expectedHex = expectedHex;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    MessageDigest running = digest;
    if (running == null) {
      return read;
    }

    if (read >= 0) {
      running.update(bytes, offset, read);
      return read;
    }

    digest = null;
    if (!Digests.same(Digests.hex(running.digest()), expectedHex)) {
      throw new RefusedException(
          400,
          "XAmzContentSHA256Mismatch",
          "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
    return -1;
  }
}
