/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Tells of every change before it is made, of many partitions of so many at a time. */
public final class ObservedCatalog implements Catalog {

  private final Catalog behind;
  private final int batch;
  private final Observer observer;

  /** Told of each change, which it can have fail. */
  public interface Observer {
    void observe() throws IOException;
  }

  public ObservedCatalog(Catalog behind, int batch, Observer observer) {
    this.behind = behind;
    this.batch = batch;
    this.observer = observer;
  }

  @Override
  public List<String> databases() throws IOException {
    return behind.databases();
  }

  @Override
  public List<CatalogTable> tables(String database) throws IOException {
    return behind.tables(database);
  }

  @Override
  public Optional<CatalogTable> table(TableName name) throws IOException {
    return behind.table(name);
  }

  @Override
  public boolean create(CatalogTable table) throws IOException {
    observer.observe();
    return behind.create(table);
  }

  @Override
  public CatalogTable alter(TableName name, TableChange change) throws IOException {
    observer.observe();
    return behind.alter(name, change);
  }

  @Override
  public void drop(TableName name) throws IOException {
    observer.observe();
    behind.drop(name);
  }

  @Override
  public void partitions(TableName name, @Nullable String expression, PartitionVisitor visitor)
      throws IOException {
    behind.partitions(name, expression, visitor);
  }

  @Override
  public List<CatalogPartition> partitions(TableName name, Collection<List<String>> values)
      throws IOException {
    return behind.partitions(name, values);
  }

  @Override
  public Set<List<String>> addPartitions(TableName name, Collection<CatalogPartition> partitions)
      throws IOException {
    Set<List<String>> there = new LinkedHashSet<>();
    for (List<CatalogPartition> some : batches(partitions)) {
      observer.observe();
      there.addAll(behind.addPartitions(name, some));
    }
    return there;
  }

  @Override
  public Set<List<String>> updatePartitions(TableName name, Collection<CatalogPartition> partitions)
      throws IOException {
    Set<List<String>> missing = new LinkedHashSet<>();
    for (List<CatalogPartition> some : batches(partitions)) {
      observer.observe();
      missing.addAll(behind.updatePartitions(name, some));
    }
    return missing;
  }

  @Override
  public void dropPartitions(TableName name, Collection<List<String>> values) throws IOException {
    for (List<List<String>> some : batches(values)) {
      observer.observe();
      behind.dropPartitions(name, some);
    }
  }

  private <T> List<List<T>> batches(Collection<T> all) {
    List<T> list = List.copyOf(all);
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < list.size(); from += batch) {
      batches.add(list.subList(from, Math.min(list.size(), from + batch)));
    }
    return batches;
  }
}
