/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;

/** In which folder, below the table, the files of a partition go. */
public final class Placement implements Serializable {

  private static final Placement FLAT = new Placement("", Map.of());

  private final String version;
  private final HashMap<String, String> known;

  private Placement(String version, Map<String, String> known) {
    this.version = version;
    this.known = new HashMap<>(known);
  }

  /** In the folder of the partition's path, such as {@code year=2024/month=05}. */
  public static Placement flat() {
    return FLAT;
  }

  /** In a folder below that, which has the run's files alone. */
  public static Placement versioned(String run) {
    return new Placement(VersionFolder.of(run), Map.of());
  }

  /**
   * Where the partitions are that are there already; others as {@link #versioned}, since their
   * folders may have versions that count no more.
   *
   * @param folders of all partitions that are there, by their paths
   */
  public static Placement besidePresent(Map<String, String> folders, String run) {
    return new Placement(VersionFolder.of(run), folders);
  }

  /**
   * @param partition its path; empty for a table without partitions
   */
  public String folder(String partition) {
    String present = known.get(partition);
    if (present != null) {
      return present;
    }
    return partition.isEmpty() || version.isEmpty()
        ? partition + version
        : partition + "/" + version;
  }
}
