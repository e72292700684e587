/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A catalog without a place, in which somebody else can be first. */
final class InMemoryCatalog implements Catalog {

  private final Map<TableName, CatalogTable> tables = new LinkedHashMap<>();
  private final Map<TableName, Map<List<String>, CatalogPartition>> partitions =
      new LinkedHashMap<>();
  private @Nullable Runnable meanwhile;
  private int changes;

  /** Lets somebody do something between the next look at a table and the change that follows. */
  void meanwhile(Runnable action) {
    this.meanwhile = action;
  }

  /** How many tables were created or changed. */
  int changes() {
    return changes;
  }

  private void letOthersGoFirst() {
    Runnable action = meanwhile;
    meanwhile = null;
    if (action != null) {
      action.run();
    }
  }

  @Override
  public List<String> databases() {
    Set<String> databases = new TreeSet<>();
    tables.keySet().forEach(name -> databases.add(name.database()));
    return List.copyOf(databases);
  }

  @Override
  public List<CatalogTable> tables(String database) {
    Map<String, CatalogTable> found = new TreeMap<>();
    tables.forEach(
        (name, table) -> {
          if (name.database().equals(database)) {
            found.put(name.table(), table);
          }
        });
    return List.copyOf(found.values());
  }

  @Override
  public Optional<CatalogTable> table(TableName name) {
    return Optional.ofNullable(tables.get(name));
  }

  @Override
  public boolean create(CatalogTable table) {
    letOthersGoFirst();
    if (tables.putIfAbsent(table.name(), table) != null) {
      return false;
    }
    changes++;
    partitions.put(table.name(), new LinkedHashMap<>());
    return true;
  }

  @Override
  public CatalogTable alter(TableName name, TableChange change) throws java.io.IOException {
    CatalogTable stale = present(name);
    CatalogTable changed = change.of(stale);
    letOthersGoFirst();
    CatalogTable present = present(name);
    if (!present.equals(stale)) {
      changed = change.of(present);
    }
    if (!changed.equals(present)) {
      changes++;
      tables.put(name, changed);
    }
    return changed;
  }

  private CatalogTable present(TableName name) throws NoSuchEntityException {
    CatalogTable present = tables.get(name);
    if (present == null) {
      throw new NoSuchEntityException("table " + name, "memory");
    }
    return present;
  }

  @Override
  public void drop(TableName name) {
    tables.remove(name);
    partitions.remove(name);
  }

  @Override
  public void partitions(TableName name, @Nullable String expression, PartitionVisitor visitor)
      throws java.io.IOException {
    present(name);
    for (CatalogPartition partition : List.copyOf(partitions.get(name).values())) {
      visitor.visit(partition);
    }
  }

  @Override
  public List<CatalogPartition> partitions(TableName name, Collection<List<String>> values) {
    List<CatalogPartition> found = new ArrayList<>();
    for (List<String> each : values) {
      Optional.ofNullable(partitions.get(name).get(each)).ifPresent(found::add);
    }
    return found;
  }

  @Override
  public Set<List<String>> addPartitions(TableName name, Collection<CatalogPartition> added) {
    Set<List<String>> there = new LinkedHashSet<>();
    for (CatalogPartition partition : added) {
      if (partitions.get(name).putIfAbsent(partition.values(), partition) != null) {
        there.add(partition.values());
      }
    }
    return there;
  }

  @Override
  public Set<List<String>> updatePartitions(TableName name, Collection<CatalogPartition> updated) {
    Set<List<String>> missing = new LinkedHashSet<>();
    for (CatalogPartition partition : updated) {
      if (partitions.get(name).replace(partition.values(), partition) == null) {
        missing.add(partition.values());
      }
    }
    return missing;
  }

  @Override
  public void dropPartitions(TableName name, Collection<List<String>> values) {
    values.forEach(partitions.get(name)::remove);
  }
}
