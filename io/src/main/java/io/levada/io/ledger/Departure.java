/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.time.Instant;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What becomes of an input whose rows are in the table: it is moved, or deleted, as long as it is
 * the one that was read. One that has changed meanwhile stays, and is new.
 *
 * @param source where it was read
 * @param bytes its length
 * @param identity what told it from any other content there
 * @param modified when it was last written, as ISO text
 * @param target where it goes, or null if it is deleted
 */
public record Departure(
    Location source, long bytes, String identity, String modified, @Nullable Location target) {

  public static Departure move(Entry read, Location target) {
    return new Departure(
        read.location(), read.size(), read.identity(), read.modified().toString(), target);
  }

  public static Departure deletion(Entry read) {
    return new Departure(
        read.location(), read.size(), read.identity(), read.modified().toString(), null);
  }

  /** May be repeated at any time: it changes nothing but the very file that was read. */
  void carryOut(Storage storage) throws IOException {
    Entry read = new Entry(source, bytes, identity, Instant.parse(modified));
    if (target == null) {
      storage.deleteIfUnchanged(read);
      return;
    }

    storage.moveIfUnchanged(read, target);
  }
}
