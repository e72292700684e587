/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import java.util.List;

/**
 * All that publishing a run will do, as data in its record, so that any process can do it, and do
 * it again.
 *
 * @param complete staged files to make visible
 * @param remove files that the run replaces, by their exact names; gone behind VISIBLE
 * @param partitions partitions that the run has written, by their paths
 * @param success the marker that tells other tools that the table is whole
 */
public record PublishPlan(
    List<StagedFile> complete, List<Location> remove, List<String> partitions, Location success) {

  public PublishPlan {
    complete = List.copyOf(complete);
    remove = List.copyOf(remove);
    partitions = List.copyOf(partitions);
  }
}
