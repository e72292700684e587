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
          "Invalid --partitionProjection: Athena does not ask the catalog then where a partition is,"
              + " and it can't be switched to a new version (add --layout=flat)");
    }
    return new CatalogTarget(
        catalog(options.getCatalog()),
        name(options),
        options.getCatalogUpdate(),
        layout,
        retain(options, layout),
        projection(options.getPartitionProjection()));
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
    if (value != null) {
      throw new UsageException(
          "Invalid " + option + ": " + value + " (it needs a --catalog, such as glue or local)");
    }
  }

  /**
   * The catalog that an option names.
   *
   * @throws UsageException if it names none
   */
  private static CatalogReference catalog(String text) {
    try {
      return CatalogReference.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --catalog: " + e.getMessage());
    }
  }

  private static TableName name(CatalogOptions options) {
    String database = required("--database", options.getDatabase());
    String table = required("--table", options.getTable());
    try {
      return new TableName(database, table);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --database or --table: " + e.getMessage());
    }
  }

  private static String required(String option, @Nullable String value) {
    if (value == null) {
      throw new UsageException("Missing " + option + ": a --catalog needs --database and --table");
    }
    return value;
  }
}
