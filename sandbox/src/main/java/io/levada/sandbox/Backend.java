/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

/** A server behind the front, on a port of 127.0.0.1 that only the front knows. */
interface Backend extends AutoCloseable {

  /** Its port; starts the server if it is not running yet. */
  int port();

  /** Stops it, if it runs. */
  @Override
  void close();
}
