/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

/** A value that a column can't take. Without a stack trace, since a whole input can be so. */
final class UnfitValueException extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectReason reason;

  /**
   * @param problem what is wrong, without the value: {@code can't be cast to long}
   */
  UnfitValueException(RejectReason reason, String problem) {
    super(problem, null, false, false);
    this.reason = reason;
  }

  RejectReason reason() {
    return reason;
  }
}
