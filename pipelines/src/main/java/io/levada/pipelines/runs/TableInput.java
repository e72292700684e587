/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.NoSuchEntityException;
import io.levada.io.catalog.TableName;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.TableScan;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A table that is read: that of a folder, or one of a catalog. */
public sealed interface TableInput {

  /** What stands before the name of a catalog's table. */
  String OF_A_CATALOG = "catalog:";

  /** The table in a folder. */
  record InFolder(Location folder) implements TableInput {

    @Override
    public Location location(Storages storages) {
      return folder;
    }

    @Override
    public boolean isTable(Storages storages) throws IOException {
      Optional<Boolean> parquet = LakeTable.isParquet(storages, folder);
      return parquet.isPresent()
          ? parquet.get()
          : storages.of(folder).folderExists(folder)
              && !LakeTable.dataFiles(storages, folder).isEmpty();
    }

    @Override
    public LakeTable list(Storages storages, TableScan scan, UnaryOperator<List<Entry>> choice)
        throws IOException {
      return LakeTable.list(storages, folder, scan, choice);
    }

    @Override
    public String toString() {
      return folder.toString();
    }
  }

  /** A table of a catalog. */
  record InCatalog(CatalogReference catalog, TableName name) implements TableInput {

    @Override
    public Location location(Storages storages) throws IOException {
      Catalog opened = catalog.open(storages.aws());
      return LakeTable.folderOf(
          opened
              .table(name)
              .orElseThrow(() -> new NoSuchEntityException("table " + name, catalog.toString())));
    }

    @Override
    public boolean isTable(Storages storages) {
      return true;
    }

    @Override
    public LakeTable list(Storages storages, TableScan scan, UnaryOperator<List<Entry>> choice)
        throws IOException {
      return LakeTable.list(storages, catalog, name, scan, choice);
    }

    @Override
    public String toString() {
      return OF_A_CATALOG + name;
    }
  }

  /** Whether a text is {@code catalog:database.table}. */
  static boolean isOfACatalog(String text) {
    return text.startsWith(OF_A_CATALOG);
  }

  /**
   * The table that a text names: a folder, or {@code catalog:database.table}.
   *
   * @param option what the text was given for, for messages
   * @param catalog in which such a table is
   * @throws UsageException if it can't be what it is for
   */
  static TableInput parse(String option, String text, CatalogReference catalog) {
    if (!isOfACatalog(text)) {
      return new InFolder(LakeTarget.location(option, text));
    }

    try {
      TableName name = TableName.parse(text.substring(OF_A_CATALOG.length()));
      return new InCatalog(catalog, name);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid " + option + ": " + text + ": " + e.getMessage());
    }
  }

  /**
   * The table that is a run's {@code --input}.
   *
   * @throws UsageException if the options contradict each other
   */
  static TableInput of(String input, TableInputOptions options, String outputCatalog) {
    String asked = options.getInputCatalog();
    if (!isOfACatalog(input)) {
      if (asked != null) {
        throw new UsageException(
            "Invalid --inputCatalog: "
                + asked
                + " (the --input is a folder; one of a catalog is catalog:<database>.<table>)");
      }
      return new InFolder(LakeTarget.location("--input", input));
    }

    boolean hasCatalog = !outputCatalog.equals(CatalogTarget.NONE);
    String byDefault = hasCatalog ? outputCatalog : "local";
    try {
      return parse("--input", input, CatalogReference.parse(asked == null ? byDefault : asked));
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --inputCatalog: " + e.getMessage());
    }
  }

  /**
   * The folder that is emptied of what a run has read.
   *
   * @throws UsageException if it is a table of a catalog
   */
  default Location folderToEmpty() {
    if (this instanceof InFolder in) {
      return in.folder();
    }
    throw new UsageException(
        "Invalid --emptyInput: the input is "
            + this
            + ", and the catalog would go on showing partitions without files (read the table's"
            + " folder to empty it)");
  }

  /**
   * The folder beside which its ledger is.
   *
   * @throws IOException if it has to be looked up, and can't
   */
  Location location(Storages storages) throws IOException;

  /**
   * Whether what is there is a table: it is of a catalog, there are Parquet files below the folder,
   * or it is such a file itself.
   *
   * @throws IOException if that can't be found out
   */
  boolean isTable(Storages storages) throws IOException;

  /** Lists it, as {@link LakeTable} does. */
  LakeTable list(Storages storages, TableScan scan, UnaryOperator<List<Entry>> choice)
      throws IOException;
}
