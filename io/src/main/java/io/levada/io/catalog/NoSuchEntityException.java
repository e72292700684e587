/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.io.IOException;

/** A database or table is not in the catalog. */
public final class NoSuchEntityException extends IOException {

  /**
   * @param what such as {@code table db.t}
   * @param catalog as it is called
   */
  public NoSuchEntityException(String what, String catalog) {
    super("Cannot find " + what + " in " + catalog + " (levada tables lists what is there)");
  }
}
