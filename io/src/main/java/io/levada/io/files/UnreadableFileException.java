/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.Location;
import java.io.IOException;

/** A file is truncated, damaged or of a format that is not read here. */
public final class UnreadableFileException extends IOException {

  private final Location location;

  UnreadableFileException(Location location, String reason, Throwable cause) {
    super(
        "Cannot read "
            + location
            + ": "
            + reason
            + " (replace it by a whole copy, or leave it out)",
        cause);
    this.location = location;
  }

  UnreadableFileException(Location location, String reason) {
    this(location, reason, null);
  }

  public Location location() {
    return location;
  }
}
