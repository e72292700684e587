/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.Registration;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A table with its partitions, which may be too many to be held.
 *
 * @param partitions how many there are
 * @param newest some of them: those that the latest runs have written; among those of one run, or
 *     of none that is known, those with the greatest values
 */
record DescribedTable(CatalogTable table, long partitions, List<CatalogPartition> newest) {

  private static final Comparator<CatalogPartition> BY_AGE =
      Comparator.comparing((CatalogPartition partition) -> run(partition).orElse(""))
          .thenComparing(partition -> String.join("\0", partition.values()));

  static DescribedTable of(Catalog catalog, CatalogTable table, int shown) throws IOException {
    if (table.partitionKeys().isEmpty()) {
      return new DescribedTable(table, 0, List.of());
    }

    AtomicLong count = new AtomicLong();
    PriorityQueue<CatalogPartition> newest = new PriorityQueue<>(BY_AGE);
    catalog.partitions(
        table.name(),
        null,
        partition -> {
          count.incrementAndGet();
          newest.add(partition);
          if (newest.size() > shown) {
            newest.poll();
          }
        });
    return new DescribedTable(
        table, count.get(), newest.stream().sorted(BY_AGE.reversed()).toList());
  }

  /** The id of the run that has placed a partition, if it was one. */
  static Optional<String> run(CatalogPartition partition) {
    return Optional.ofNullable(partition.parameters().get(Registration.RUN));
  }
}
