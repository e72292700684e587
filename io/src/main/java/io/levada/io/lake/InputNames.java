/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.io.IOException;
import java.io.Serializable;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Tells the name of an input by its index in the run's listing; asked only for rejects. */
@FunctionalInterface
public interface InputNames extends Serializable {

  /**
   * The input's URI, or null where it has none.
   *
   * @throws IOException if the listing can't be read
   */
  @Nullable String name(int file) throws IOException;

  /** For rows that were not read from files. */
  static InputNames none() {
    return file -> null;
  }
}
