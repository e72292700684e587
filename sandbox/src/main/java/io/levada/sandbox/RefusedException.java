/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;

/** A request that the front answers by itself, with an error; thrown by its body as well. */
final class RefusedException extends IOException {

  private final transient AwsError error;

  RefusedException(AwsError error) {
    super(error.code() + ": " + error.message());
    this.error = error;
  }

  RefusedException(int status, String code, String message) {
    this(AwsError.of(status, code, message));
  }

  AwsError error() {
    return error;
  }
}
