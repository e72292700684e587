/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A request's body as it comes from the client, who may wait to be told to send it. */
final class RequestBody extends InputStream {

  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final InputStream in;
  private final OutputStream toClient;
  private boolean clientWaits;

  RequestBody(InputStream in, OutputStream toClient, boolean clientWaits) {
    this.in = in;
    this.toClient = toClient;
    this.clientWaits = clientWaits;
  }

  @Override
  public int read() throws IOException {
    tellToSend();
    return in.read();
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    tellToSend();
    return in.read(bytes, offset, length);
  }

  /** Reads what is left, so that the next request can follow; false if the client still waits. */
  boolean drain() throws IOException {
    if (clientWaits) {
      return false;
    }

    in.transferTo(OutputStream.nullOutputStream());
    return true;
  }

  private void tellToSend() throws IOException {
    if (clientWaits) {
      clientWaits = false;
      toClient.write(CONTINUE);
      toClient.flush();
    }
  }
}
