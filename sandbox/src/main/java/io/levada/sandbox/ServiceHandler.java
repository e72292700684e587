/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;
import java.io.InputStream;

/** Answers one service's requests that have passed the check of their signature. */
interface ServiceHandler extends AutoCloseable {

  /**
   * Applies a request.
   *
   * @param body the content, without AWS's chunks; refused at its end if it is not what was signed
   * @param bodyBytes its length; negative if it was not told
   * @throws RefusedException if the request is answered by an error
   * @throws IOException if the client's body can't be read
   */
  Answer handle(Call call, RequestHead head, InputStream body, long bodyBytes) throws IOException;

  @Override
  default void close() {}
}
