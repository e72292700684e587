/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import java.util.Comparator;

/** A file, with the content it had, whose rows are in the table. */
record KnownInput(Location location, String identity) implements Comparable<KnownInput> {

  private static final Comparator<KnownInput> ORDER =
      Comparator.comparing(KnownInput::location).thenComparing(KnownInput::identity);

  @Override
  public int compareTo(KnownInput other) {
    return ORDER.compare(this, other);
  }
}
