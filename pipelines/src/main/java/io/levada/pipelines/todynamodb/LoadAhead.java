/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.io.dynamodb.ItemLayout;
import io.levada.io.lake.HivePath;
import io.levada.io.lake.HivePath.PartitionValue;
import io.levada.io.lake.LakeTable;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.ItemLoad;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What the run that makes items has to know of the load behind it.
 *
 * @param items the table of items
 * @param madeBy what the items are made by
 * @param idCarga as it was given; null if it was not
 * @param runValues of the partition columns
 */
record LoadAhead(
    ItemLoad load,
    Location items,
    String madeBy,
    @Nullable String idCarga,
    Map<String, String> runValues,
    Storages storages)
    implements ItemsShape.Load {

  @Override
  public Optional<String> waiting(List<Entry> inputs) throws IOException {
    return load.waiting(items, madeBy, inputs);
  }

  @Override
  public void check(ItemLayout layout) {
    load.check(layout, items);
    if (idCarga == null) {
      return;
    }

    try {
      for (Entry file : LakeTable.dataFiles(storages, items)) {
        if (isInPartition(file.location())) {
          throw new UsageException(
              "Invalid --idCarga: "
                  + idCarga
                  + " (an earlier run has written rows of it already: "
                  + file.location()
                  + "; give another one, or free it by levada runs discard "
                  + items
                  + " <run> if that run's rows wait to be loaded and are not wanted)");
        }
      }
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  /** Whether a file is where the rows of this run are to be. */
  private boolean isInPartition(Location file) {
    Set<PartitionValue> values = new HashSet<>(HivePath.parse(file.relativeTo(items)));
    return runValues.entrySet().stream()
        .allMatch(value -> values.contains(new PartitionValue(value.getKey(), value.getValue())));
  }
}
