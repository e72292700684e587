/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import java.io.IOException;

/** Asked before each batch of publishing whether this process may still change the table. */
@FunctionalInterface
public interface LockCheck {

  /** For a process that has the table to itself by other means. */
  LockCheck NONE = () -> {};

  /**
   * @throws IOException if it may not, or if that is not certain
   */
  void check() throws IOException;
}
