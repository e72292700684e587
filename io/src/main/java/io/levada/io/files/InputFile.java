/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import java.io.Serializable;

/**
 * A file that a run reads, as it was when the run listed it.
 *
 * @param index its place in the run's listing, by which positions and counts name it
 * @param entry where it is, its size in bytes as it is stored, and its identity, to which every
 *     read is held
 */
public record InputFile(int index, Entry entry) implements Serializable {

  public Location location() {
    return entry.location();
  }

  public long size() {
    return entry.size();
  }

  public String identity() {
    return entry.identity();
  }
}
