/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Databases, their tables, and the partitions of these.
 *
 * <p>Every change may be repeated: what is there already is created, what is gone is dropped. None
 * is limited in number; where the catalog takes so many at a time, they go in batches, one after
 * the other, and a failure leaves the ones before it done. A message of an {@link IOException} says
 * what could not be done, why, and what helps. All methods may be called from several threads and
 * processes.
 */
public interface Catalog {

  /** The names of all databases, sorted. */
  List<String> databases() throws IOException;

  /**
   * The tables of a database, sorted by name.
   *
   * @throws NoSuchEntityException if there is no such database
   */
  List<CatalogTable> tables(String database) throws IOException;

  /** The table, or empty if there is none, or no such database. */
  Optional<CatalogTable> table(TableName name) throws IOException;

  /**
   * Creates a table, and its database if there is none.
   *
   * @return false if there is a table of that name, whatever it is; if an answer was lost, it can
   *     be the one that this call has created
   */
  boolean create(CatalogTable table) throws IOException;

  /**
   * Changes a table, from its present state to another at once; all but its name. If it is changed
   * by somebody else meanwhile, the change is made of that state, and so on. What a {@link
   * CatalogTable} does not show of the table stays as it is.
   *
   * @return the table behind the change
   * @throws NoSuchEntityException if there is no such table
   * @throws IOException what the change throws, or if others change the table all the time
   */
  CatalogTable alter(TableName name, TableChange change) throws IOException;

  /** Drops a table with its partitions, if it is there. No file is touched. */
  void drop(TableName name) throws IOException;

  /**
   * Visits a table's partitions, in no order. One that is added or dropped meanwhile may be among
   * them or not.
   *
   * @param expression which of them, as SQL on the partition keys as {@code GetPartitions} of AWS
   *     Glue takes it; null for all. Of a key that is text: {@code mes >= '05'}; of a number:
   *     {@code ano = 2024}. All for which it is true are visited, and maybe others, as where the
   *     catalog does not take it: it saves requests, and leaves the choice to the caller
   * @throws NoSuchEntityException if there is no such table
   */
  void partitions(TableName name, @Nullable String expression, PartitionVisitor visitor)
      throws IOException;

  /**
   * Those of the partitions that are there, by their values.
   *
   * @throws NoSuchEntityException if there is no such table
   */
  List<CatalogPartition> partitions(TableName name, Collection<List<String>> values)
      throws IOException;

  /**
   * Adds partitions.
   *
   * @return the values of those that were there already, other than given, and stay as they are
   * @throws NoSuchEntityException if there is no such table
   * @throws IOException also if one has another number of values than the table has keys
   */
  Set<List<String>> addPartitions(TableName name, Collection<CatalogPartition> partitions)
      throws IOException;

  /**
   * Puts partitions in the place of those with the same values. Their files are read as those of
   * the table are, from now on.
   *
   * @return the values of those that are not there, which are not added
   * @throws NoSuchEntityException if there is no such table
   */
  Set<List<String>> updatePartitions(TableName name, Collection<CatalogPartition> partitions)
      throws IOException;

  /**
   * Drops partitions that are there.
   *
   * @throws NoSuchEntityException if there is no such table
   */
  void dropPartitions(TableName name, Collection<List<String>> values) throws IOException;

  /**
   * Makes of a table's state another. May be asked several times, also of a state that it has made:
   * an answer can be lost.
   */
  interface TableChange {
    /**
     * @return the state that the table gets; the same if it is to stay as it is
     */
    CatalogTable of(CatalogTable present) throws IOException;
  }

  /** Shown partitions, one by one. */
  interface PartitionVisitor {
    void visit(CatalogPartition partition) throws IOException;
  }
}
