/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** 127.0.0.1, whatever {@code localhost} is on this machine. */
final class Loopback {

  private static final byte[] BYTES = {127, 0, 0, 1};

  private Loopback() {}

  static InetAddress address() {
    try {
      return InetAddress.getByAddress(BYTES);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an address", e);
    }
  }
}
