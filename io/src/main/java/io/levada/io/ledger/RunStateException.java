/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.io.IOException;

/** A state that a run can't enter since another process has decided otherwise. */
public final class RunStateException extends IOException {

  RunStateException(String message) {
    super(message);
  }
}
