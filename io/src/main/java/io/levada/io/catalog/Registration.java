/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What publishing a run changes in a catalog, as data in the run's record, so that any process can
 * do it, and do it again.
 *
 * <p>Whatever it changes carries the run's id as {@link #RUN}. Ids of a table's runs sort by their
 * order, so what a later run has changed is left alone.
 *
 * @param catalog which one
 * @param folder the table's location, if it changes: that of a table without partitions; or null
 * @param placed partitions that are to be at these locations
 * @param dropped values of partitions that are to be gone
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Registration(
    CatalogReference catalog,
    String database,
    String table,
    @Nullable Location folder,
    List<Placed> placed,
    List<List<String>> dropped) {

  /** The parameter of tables and partitions that names the run that has placed them. */
  public static final String RUN = "levada.run";

  /** How many partitions are looked at together. */
  private static final int LOOK = 1_000;

  /** How many are changed between two looks at the lock. */
  private static final int BATCH = 100;

  /** Where a partition is to be. */
  public record Placed(List<String> values, Location location) {
    public Placed {
      values = List.copyOf(values);
    }
  }

  /** Asked before each batch; throws if this process may change nothing any more. */
  public interface Check {
    void check() throws IOException;
  }

  public Registration {
    placed = List.copyOf(placed);
    dropped = dropped.stream().map(List::copyOf).toList();
  }

  public TableName name() {
    return new TableName(database, table);
  }

  /** Whether another changes the same table, of the same catalog. */
  public boolean isOfSameTable(Registration other) {
    return catalog.equals(other.catalog) && name().equals(other.name());
  }

  /**
   * What is left of it behind a later run of the table, whose registration has been carried out:
   * what that one has placed or dropped is not to come back.
   */
  public Registration behind(Registration later) {
    if (!isOfSameTable(later)) {
      return this;
    }
    Set<List<String>> settled = new HashSet<>(later.dropped());
    later.placed().forEach(one -> settled.add(one.values()));
    return new Registration(
        catalog,
        database,
        table,
        later.folder() == null ? folder : null,
        placed.stream().filter(one -> !settled.contains(one.values())).toList(),
        dropped.stream().filter(values -> !settled.contains(values)).toList());
  }

  /**
   * Does it. May be repeated at any time, in whole or in part.
   *
   * @param opened the catalog
   * @param run the id of the run
   * @throws NoSuchEntityException if the table is gone
   * @throws IOException if the catalog refuses or can't be reached; what is done stays
   */
  public void carryOut(Catalog opened, String run, Check check) throws IOException {
    if (folder == null && placed.isEmpty() && dropped.isEmpty()) {
      return;
    }
    check.check();
    CatalogTable present = opened.table(name()).orElseThrow(() -> gone());
    if (folder != null) {
      opened.alter(name(), table -> isLater(table.parameters(), run) ? table : moved(table, run));
    }
    for (List<Placed> some : batches(placed, LOOK)) {
      place(opened, present, some, run, check);
    }
    for (List<List<String>> some : batches(dropped, LOOK)) {
      drop(opened, some, run, check);
    }
  }

  private NoSuchEntityException gone() {
    return new NoSuchEntityException("table " + name(), catalog.toString());
  }

  private CatalogTable moved(CatalogTable table, String run) {
    return table.withLocation(folder).withParameters(Map.of(RUN, run));
  }

  private void place(Catalog opened, CatalogTable table, List<Placed> some, String run, Check check)
      throws IOException {
    Map<List<String>, CatalogPartition> missing = new LinkedHashMap<>();
    for (Placed one : some) {
      missing.put(
          one.values(),
          new CatalogPartition(
              one.values(),
              one.location(),
              table.columns(),
              Map.of("classification", "parquet", RUN, run)));
    }
    List<CatalogPartition> changed = new ArrayList<>();
    for (CatalogPartition present : opened.partitions(name(), List.copyOf(missing.keySet()))) {
      CatalogPartition wanted = missing.remove(present.values());
      if (wanted != null && !isLater(present.parameters(), run) && !isSame(present, wanted)) {
        changed.add(replacing(present, wanted, run));
      }
    }
    // One that came or went since the look above is another's, who has not this run's lock.
    Set<List<String>> lost = new LinkedHashSet<>();
    for (List<CatalogPartition> batch : batches(List.copyOf(missing.values()), BATCH)) {
      check.check();
      lost.addAll(opened.addPartitions(name(), batch));
    }
    for (List<CatalogPartition> batch : batches(changed, BATCH)) {
      check.check();
      lost.addAll(opened.updatePartitions(name(), batch));
    }
    if (!lost.isEmpty()) {
      throw new IOException(
          "Cannot register partition "
              + lost.iterator().next()
              + " of "
              + name()
              + ": another process changes it as well (once more when that one is done)");
    }
  }

  private static boolean isSame(CatalogPartition present, CatalogPartition wanted) {
    return present.location().equals(wanted.location())
        && wanted.parameters().get(RUN).equals(present.parameters().get(RUN));
  }

  private static CatalogPartition replacing(
      CatalogPartition present, CatalogPartition wanted, String run) {
    return present
        .withLocation(wanted.location())
        .withColumns(wanted.columns())
        .withParameter(RUN, run);
  }

  private void drop(Catalog opened, List<List<String>> some, String run, Check check)
      throws IOException {
    List<List<String>> own = new ArrayList<>();
    for (CatalogPartition present : opened.partitions(name(), some)) {
      if (!isLater(present.parameters(), run)) {
        own.add(present.values());
      }
    }
    for (List<List<String>> batch : batches(own, BATCH)) {
      check.check();
      opened.dropPartitions(name(), batch);
    }
  }

  private static boolean isLater(Map<String, String> parameters, String run) {
    return parameters.getOrDefault(RUN, "").compareTo(run) > 0;
  }

  private static <T> Collection<List<T>> batches(List<T> all, int size) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      batches.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return batches;
  }
}
