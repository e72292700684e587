/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.schemas.Schema;

/**
 * The files of a table and their columns, as they stood at one time.
 *
 * @param folder the table's folder
 * @param files its data files in the order of their names. Of a folder they end with {@code
 *     .parquet} in any case; those whose name, or a folder's, begins with {@code .}, or with {@code
 *     _} and has no {@code =}, are none, as Spark has it
 * @param schema the columns that are read: unless they were chosen, those of the files or of the
 *     catalog, then those of the partitions, which are nullable; of a folder without fields if
 *     there is no file
 * @param partitionColumns the columns of the path, in its order, or the catalog's partition keys,
 *     whether they are read or not. One that the files have as well is read from the partition, as
 *     Spark does it
 */
public record LakeTable(
    Location folder, List<TableFile> files, Schema schema, List<String> partitionColumns)
    implements Serializable {

  public LakeTable {
    files = new ArrayList<>(files);
    partitionColumns = new ArrayList<>(partitionColumns);
  }

  /** Lists a whole table, as {@link #list(Storages, Location, TableScan)}. */
  public static LakeTable list(Storages storages, Location folder) throws IOException {
    return list(storages, folder, TableScan.all());
  }

  /**
   * Lists what a scan wants of a table, and reads the footers of the files. A table that is missing
   * has no files; a location that is a file is a table of that file alone, without partitions.
   *
   * <p>Goes by the ledger of the table, if it has one, and never lists a part of what a run
   * publishes: the files from before the run until it is VISIBLE, from then on those behind it.
   * Files that no run knows of count as they are found. In a table to which a run goes on writing,
   * files that it replaces can be gone when their footers or rows are read, which fails.
   *
   * @throws UnreadableTableException if a file is no Parquet file that can be read, has a column
   *     that is wanted and can't be read, does not go together with the files before, or is in
   *     folders that are not those of the first one or not of the types given
   * @throws io.levada.io.storage.ChangedWhileReadingException if a file is gone or another since
   * @throws IOException if a folder, file or ledger can't be read, or runs replace files faster
   *     than they can be listed
   * @throws IllegalArgumentException if the table has not the columns that the scan asks for, or
   *     the filter compares one with what it can't be
   */
  public static LakeTable list(Storages storages, Location folder, TableScan scan)
      throws IOException {
    return list(storages, folder, scan, UnaryOperator.identity());
  }

  /**
   * Lists some of the files that a scan wants, as {@link #list(Storages, Location, TableScan)}. Of
   * the others no footer is read.
   *
   * @param choice is given the files that the table has and the scan wants, in order, once; answers
   *     with those of them that are listed, in order. If it answers with none, the table has no
   *     files
   */
  public static LakeTable list(
      Storages storages, Location folder, TableScan scan, UnaryOperator<List<Entry>> choice)
      throws IOException {
    return new TableListing(storages, scan).list(folder, choice);
  }

  /**
   * Lists what a scan wants of a table as a catalog has it: {@link #list(Storages,
   * CatalogReference, TableName, TableScan, UnaryOperator)}, all files.
   */
  public static LakeTable list(
      Storages storages, CatalogReference catalog, TableName name, TableScan scan)
      throws IOException {
    return list(storages, catalog, name, scan, UnaryOperator.identity());
  }

  /**
   * Lists files of a table as a catalog has it, and reads their footers. Its folder is the table's
   * location, without that of a version.
   *
   * <p>The table has the catalog's columns, in its order and with its types, all nullable; then its
   * partition keys. Files have them by their names without regard to case, of that type or a
   * narrower one; a column that a file lacks is null, one that the catalog lacks is not read. All
   * files in the partitions' locations count, but those whose name, or that of a folder below the
   * location, begins with {@code .} or {@code _}, as with a folder.
   *
   * <p>Partitions are where the catalog says. It is asked for those that the filter wants, as far
   * as it can tell. What visible runs have to change in it yet counts already, so that the table is
   * whole, before a run or behind it, wherever the run was cut off; that a version counts no more,
   * the catalog says. In the rest it is as listing the folder is.
   *
   * @param choice as in {@link #list(Storages, Location, TableScan, UnaryOperator)}
   * @throws io.levada.io.catalog.NoSuchEntityException if there is no such table
   * @throws UnreadableTableException if a file can't be read, has a column that is wanted and has
   *     values that the catalog's type has not, or is in two partitions; if the catalog gives a
   *     partition key a value that is none of its type, or a column a type that rows can't have
   * @throws io.levada.io.storage.ChangedWhileReadingException if a file is gone or another since
   * @throws IOException if the table is not of Parquet files, a folder, a file, the catalog or the
   *     ledger can't be read, or runs replace files faster than they can be listed
   * @throws IllegalArgumentException if the table has not the columns that the scan asks for, the
   *     filter compares a key with what it can't be, or the scan gives types to keys
   */
  public static LakeTable list(
      Storages storages,
      CatalogReference catalog,
      TableName name,
      TableScan scan,
      UnaryOperator<List<Entry>> choice)
      throws IOException {
    return new CatalogListing(storages, catalog, catalog.open(storages.aws()), name, scan)
        .list(choice);
  }

  /** The folder of a catalog's table: its location, but for the folder of a version. */
  public static Location folderOf(CatalogTable table) {
    Location location = table.location();
    return VersionFolder.is(location.name()) && location.hasParent() ? location.parent() : location;
  }

  /**
   * Whether a file is Parquet, or should be, by its first bytes or its name; empty if there is no
   * file at the location.
   */
  public static Optional<Boolean> isParquet(Storages storages, Location location)
      throws IOException {
    Optional<Entry> file = storages.of(location).status(location);
    return file.isPresent()
        ? Optional.of(TableListing.isParquet(storages, file.get()))
        : Optional.empty();
  }

  /** Every data file that is below the folder, whatever wrote it, without regard to a ledger. */
  public static List<Entry> dataFiles(Storages storages, Location folder) throws IOException {
    return TableListing.dataFiles(storages, folder, location -> true);
  }

  /**
   * Every file below a table's folder that readers of a catalog take for one of it, whatever wrote
   * it, without regard to a ledger. They list the folders of partitions, and read all that has
   * content there, as other tools name theirs otherwise; what else is beside these is the table's
   * only if it is named as Parquet.
   */
  public static List<Entry> filesOfLocation(Storages storages, Location folder) throws IOException {
    List<Entry> all =
        FolderFiles.list(storages, folder, List.of(folder), 1).getOrDefault(folder, List.of());
    boolean hasPartitions = all.stream().anyMatch(file -> isInPartition(folder, file));
    return all.stream()
        .filter(
            file ->
                !hasPartitions
                    || isInPartition(folder, file)
                    || TableListing.isParquet(file.location()))
        .toList();
  }

  private static boolean isInPartition(Location folder, Entry file) {
    String path = file.location().relativeTo(folder);
    String partition = path.substring(0, Math.max(path.lastIndexOf('/'), 0));
    return !HivePath.parse(VersionFolder.strip(partition) + "/").isEmpty();
  }

  /** How many rows the files have, by their footers. */
  public long rows() {
    return files.stream().mapToLong(TableFile::rows).sum();
  }

  /**
   * The files of each partition: by its path as Levada writes it, {@code year=2024/month=05}, in
   * the order of the files; an empty path for a table without partitions.
   */
  public Map<String, List<TableFile>> filesByPartition() {
    Map<String, List<TableFile>> partitions = new LinkedHashMap<>();
    for (TableFile file : files) {
      String partition = HivePath.of(partitionColumns, file.partition());
      partitions.computeIfAbsent(partition, path -> new ArrayList<>()).add(file);
    }
    return partitions;
  }
}
