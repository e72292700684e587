/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import org.checkerframework.checker.nullness.qual.Nullable;

/** Why the row that is being read cannot be taken, once that is known: the first reason counts. */
final class CsvRowInHand {

  private @Nullable RejectReason reason;
  private String message = "";

  void begin() {
    reason = null;
  }

  /** Returns null always. */
  @Nullable Object reject(RejectReason why, String text) {
    if (reason == null) {
      reason = why;
      message = text;
    }
    return null;
  }

  boolean isRejected() {
    return reason != null;
  }

  RejectReason reason() {
    if (reason == null) {
      throw new IllegalStateException("The row was not rejected");
    }
    return reason;
  }

  String message() {
    return message;
  }
}
