/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogUpdate;
import io.levada.io.catalog.PartitionProjection;
import io.levada.io.catalog.TableName;
import io.levada.pipelines.UsageException;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The table of a catalog that a run's output is, as the options say it.
 *
 * @param update what becomes of it if the run has other columns
 * @param layout where in a partition's folder the run puts its files
 * @param retain how many replaced versions of a partition are kept
 * @param projection how Athena computes its partitions, or null if it asks for them
 */
record CatalogTarget(
    CatalogReference catalog,
    TableName name,
    CatalogUpdate update,
    Layout layout,
    int retain,
    @Nullable PartitionProjection projection) {

  /** What stands for no catalog. */
  static final String NONE = "none";

  /**
   * The table that the options name, or null if they name no catalog.
   *
   * @throws UsageException if they contradict each other
   */
  static @Nullable CatalogTarget of(CatalogOptions options, WriteMode mode) {
    if (options.getCatalog().equals(NONE)) {
      refuseWithoutCatalog("--database", options.getDatabase());
      refuseWithoutCatalog("--table", options.getTable());
      refuseWithoutCatalog("--partitionProjection", options.getPartitionProjection());
      refuseWithoutCatalog("--retain", options.getRetain());
      refuseWithoutCatalog(
          "--layout", options.getLayout() == Layout.FLAT ? null : options.getLayout());
      return null;
    }

    Layout layout = layout(options, mode);
    if (options.getPartitionProjection() != null && layout == Layout.VERSIONED) {
      throw new UsageException(
          "Invalid --partitionProjection: Athena does not ask the catalog then where a partition"
              + " is, and it can't be switched to a new version (add --layout=flat)");
    }
    return new CatalogTarget(
        catalog("--catalog", options.getCatalog()),
        name("--database", options.getDatabase(), "--table", options.getTable()),
        options.getCatalogUpdate(),
        layout,
        retain(options, layout),
        projection(options.getPartitionProjection()));
  }

  /**
   * The table that the options name for the rows that DynamoDB gets too, or null if they name none.
   *
   * @throws UsageException if they contradict each other
   */
  static @Nullable CatalogTarget of(LakeCopyOptions options) {
    boolean isNone = options.getLakeCatalog().equals(NONE);
    if (!isNone && options.getLakeOutput() == null) {
      throw new UsageException(
          "Invalid --lakeCatalog: "
              + options.getLakeCatalog()
              + " (it shows the table of --lakeOutput, which is missing)");
    }
    if (isNone) {
      refuse("--lakeDatabase", options.getLakeDatabase(), "--lakeCatalog");
      refuse("--lakeTable", options.getLakeTable(), "--lakeCatalog");
      return null;
    }

    return new CatalogTarget(
        catalog("--lakeCatalog", options.getLakeCatalog()),
        name("--lakeDatabase", options.getLakeDatabase(), "--lakeTable", options.getLakeTable()),
        CatalogUpdate.EVOLVE,
        Layout.FLAT,
        0,
        null);
  }

  private static @Nullable PartitionProjection projection(@Nullable String text) {
    try {
      return text == null ? null : PartitionProjection.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --partitionProjection: " + e.getMessage());
    }
  }

  private static int retain(CatalogOptions options, Layout layout) {
    if (options.getRetain() == null) {
      return layout == Layout.VERSIONED ? 1 : 0;
    }
    if (options.getRetain() < 0) {
      throw new UsageException(
          "Invalid --retain: " + options.getRetain() + " (expected 0 or more)");
    }
    if (options.getRetain() > 0 && layout == Layout.FLAT) {
      throw new UsageException(
          "Invalid --retain: " + options.getRetain() + " (only a --layout=versioned has versions)");
    }
    return options.getRetain();
  }

  private static Layout layout(CatalogOptions options, WriteMode mode) {
    if (!mode.adds()) {
      return options.getLayout() == null ? Layout.VERSIONED : options.getLayout();
    }
    if (options.getLayout() == Layout.VERSIONED) {
      throw new UsageException(
          "Invalid --layout: versioned (a run that adds to a table writes beside what it has;"
              + " --writeMode=overwrite or overwrite-partitions makes versions)");
    }
    return Layout.FLAT;
  }

  private static void refuseWithoutCatalog(String option, @Nullable Object value) {
    refuse(option, value, "--catalog");
  }

  private static void refuse(String option, @Nullable Object value, String without) {
    if (value != null) {
      throw new UsageException(
          "Invalid %s: %s (it needs a %s, such as glue or local)"
              .formatted(option, value, without));
    }
  }

  /**
   * The catalog that an option names.
   *
   * @throws UsageException if it names none
   */
  private static CatalogReference catalog(String option, String text) {
    try {
      return CatalogReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid " + option + ": " + e.getMessage());
    }
  }

  private static TableName name(
      String databaseOption,
      @Nullable String database,
      String tableOption,
      @Nullable String table) {
    if (database == null || table == null) {
      throw new UsageException(
          "Missing %s: a catalog needs %s and %s"
              .formatted(
                  database == null ? databaseOption : tableOption, databaseOption, tableOption));
    }
    try {
      return new TableName(database, table);
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "Invalid " + databaseOption + " or " + tableOption + ": " + e.getMessage());
    }
  }
}
