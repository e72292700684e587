/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.HivePath;
import io.levada.io.lake.HivePath.PartitionValue;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Partitions by what they mean, not by how they are written: other tools escape values otherwise,
 * write columns in capitals, or put files deeper.
 */
final class ReplacedPartitions {

  private final Set<List<PartitionValue>> partitions = new HashSet<>();
  private int depth;

  /**
   * @param paths as {@code year=2024/month=05}, all of the same columns
   */
  ReplacedPartitions(Set<String> paths) {
    for (String path : paths) {
      List<PartitionValue> values = values(path + "/");
      partitions.add(values);
      depth = values.size();
    }
  }

  /**
   * Whether one of them has the file.
   *
   * @param path the file's, below the table
   */
  boolean have(String path) {
    List<PartitionValue> values = values(path);
    return values.size() >= depth && partitions.contains(values.subList(0, depth));
  }

  private static List<PartitionValue> values(String path) {
    return HivePath.parse(path).stream()
        .map(value -> new PartitionValue(value.column().toLowerCase(Locale.ROOT), value.value()))
        .toList();
  }
}
