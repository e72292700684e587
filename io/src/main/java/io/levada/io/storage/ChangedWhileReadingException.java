/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;

/** A file is no longer the one that was listed: what was read of it must not count. */
public final class ChangedWhileReadingException extends IOException {

  private final Location location;

  /**
   * @param found what is there now: its identity, or a few words
   */
  public ChangedWhileReadingException(Entry expected, String found) {
    super(
        "File changed while it was read: "
            + expected.location()
            + " (listed as "
            + expected.identity()
            + ", now "
            + found
            + "; start again when nothing writes to it)");
    this.location = expected.location();
  }

  public Location location() {
    return location;
  }
}
