/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.io.IOException;

/** A prepared run lost a staged file, and was undone: the table is as it was before. */
public final class RolledBackException extends IOException {

  RolledBackException(String run, IOException cause) {
    super(
        "Run "
            + run
            + " is rolled back, the table is as it was (run it again): "
            + cause.getMessage(),
        cause);
  }
}
