/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import io.levada.sandbox.Fault;

/** How a request to Glue goes wrong. */
enum Strike {
  REFUSED,
  ANSWER_LOST,
  APPLIED_AND_SAID_TO_BE_REFUSED,
  REFUSED_FOR_A_MOMENT;

  /** A build tries those that show every step, {@code -Dlevada.cuts=all} all of them. */
  static final boolean IN_ALL_WAYS = "all".equals(System.getProperty("levada.cuts"));

  Fault fault() {
    return switch (this) {
      case REFUSED -> Fault.accessDenied();
      case ANSWER_LOST -> Fault.resetAfter();
      case APPLIED_AND_SAID_TO_BE_REFUSED -> Fault.accessDenied().afterApplying();
      case REFUSED_FOR_A_MOMENT ->
          Fault.error(500, "InternalServiceException", "Service unavailable. Try again.");
    };
  }

  /** Whether the run gets over it by itself. */
  boolean isSurvived() {
    return this == ANSWER_LOST || this == REFUSED_FOR_A_MOMENT;
  }
}
