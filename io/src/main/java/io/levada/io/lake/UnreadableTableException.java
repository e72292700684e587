/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Location;
import java.io.IOException;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A file of a table is encrypted, truncated, damaged or no Parquet, or it does not go together with
 * the others. The message is one line that names the file, what is wrong and what helps.
 */
public final class UnreadableTableException extends IOException {

  private final Location location;

  UnreadableTableException(Location location, String reason, String remedy) {
    this(location, reason, remedy, null);
  }

  UnreadableTableException(
      Location location, String reason, String remedy, @Nullable Throwable cause) {
    super("Cannot read " + location + ": " + reason + " (" + remedy + ")", cause);
    this.location = location;
  }

  /** The file. */
  public Location location() {
    return location;
  }
}
