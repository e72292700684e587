/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.storage.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Parts of a table of items that are loaded one after the other, a run each. A slow load would
 * begin anew after many hours, should a worker be lost; so it does with its part.
 */
final class LoadParts {

  /** How long a part takes about, unless one file alone takes longer. */
  private static final long SECONDS = TimeUnit.MINUTES.toSeconds(30);

  /** What small items take in a file of Parquet; a larger one takes more, and more units. */
  private static final long BYTES_OF_A_UNIT = 100;

  private LoadParts() {}

  /**
   * The files in parts, in their order.
   *
   * @param unitsPerSecond at which they are loaded; infinite for no limit, and a single part
   */
  static List<List<Entry>> of(List<Entry> files, double unitsPerSecond) {
    double mostBytes = unitsPerSecond * SECONDS * BYTES_OF_A_UNIT;
    List<List<Entry>> parts = new ArrayList<>();
    List<Entry> part = new ArrayList<>();
    long bytes = 0;
    for (Entry file : files) {
      if (!part.isEmpty() && bytes + file.size() > mostBytes) {
        parts.add(part);
        part = new ArrayList<>();
        bytes = 0;
      }
      part.add(file);
      bytes += file.size();
    }
    if (!part.isEmpty()) {
      parts.add(part);
    }
    return parts;
  }
}
