/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.InputStream;

/** Where Glue will answer. */
final class GlueHandler implements ServiceHandler {

  @Override
  public Answer handle(Call call, RequestHead head, InputStream body, long bodyBytes)
      throws RefusedException {
    throw new RefusedException(
        501, "NotImplementedException", "The sandbox has no Glue yet: " + call.operation());
  }
}
