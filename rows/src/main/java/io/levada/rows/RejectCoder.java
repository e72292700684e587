/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.CustomCoder;

/** Codes rejects that are a collection of their own. */
public final class RejectCoder extends CustomCoder<Reject> {

  public static RejectCoder of() {
    return new RejectCoder();
  }

  private RejectCoder() {}

  @Override
  public void encode(Reject reject, OutputStream out) throws IOException {
    ByteArrayCoder.of().encode(reject.encode(), out);
  }

  @Override
  public Reject decode(InputStream in) throws IOException {
    byte[] bytes = ByteArrayCoder.of().decode(in);
    return (Reject) Note.decode(bytes, 0, bytes.length);
  }

  @Override
  public void verifyDeterministic() {}

  @Override
  public boolean consistentWithEquals() {
    return true;
  }
}
