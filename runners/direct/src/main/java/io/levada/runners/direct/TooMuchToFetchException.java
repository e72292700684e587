/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import java.io.IOException;

/** A query needs more from S3 than it may fetch; the message says how much it is. */
final class TooMuchToFetchException extends IOException {

  private static final long serialVersionUID = 1L;

  TooMuchToFetchException(String message) {
    super(message);
  }
}
