/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.io.IOException;
import java.util.List;

/** The values that tell a table's partitions apart. */
final class PartitionValues {

  private PartitionValues() {}

  /**
   * @throws IOException if there is not one for each of the table's keys
   */
  static void check(CatalogTable table, List<String> values) throws IOException {
    if (values.isEmpty() || values.size() != table.partitionKeys().size()) {
      List<String> keys = table.partitionKeys().stream().map(CatalogColumn::name).toList();
      throw new IOException(
          "Cannot use partition "
              + values
              + " of "
              + table.name()
              + ": its keys are "
              + keys
              + " (give one value for each)");
    }
  }
}
