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
   * Where the partitions are that are there already, others in the folder of their path.
   *
   * @param folders of partitions by their paths, where the two differ
   */
  public static Placement besidePresent(Map<String, String> folders) {
    return new Placement("", folders);
  }

  /**
   * @param partition its path; empty for a table without partitions
   */
  public String folder(String partition) {
    String present = known.getOrDefault(partition, partition);
    return present.isEmpty() || version.isEmpty() ? present + version : present + "/" + version;
  }
}
