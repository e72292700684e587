/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import io.levada.sandbox.Fault;

/** How a request to Glue goes wrong, and with which exit code the run ends then. */
enum Strike {
  REFUSED(Fault.accessDenied(), false),
  ANSWER_LOST(Fault.resetAfter(), true),
  APPLIED_AND_SAID_TO_BE_REFUSED(Fault.accessDenied().afterApplying(), false),
  REFUSED_FOR_A_MOMENT(
      Fault.error(500, "InternalServiceException", "Service unavailable. Try again."), true);

  /** A build tries those that show every step, {@code -Dlevada.cuts=all} all of them. */
  static final boolean IN_ALL_WAYS = "all".equals(System.getProperty("levada.cuts"));

  private final Fault fault;
  private final boolean survived;

  Strike(Fault fault, boolean survived) {
    this.fault = fault;
    this.survived = survived;
  }

  Fault fault() {
    return fault;
  }

  /** Whether the run gets over it by itself. */
  boolean isSurvived() {
    return survived;
  }
}
