/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.HiveTypes;
import io.levada.io.catalog.PartitionKeys;
import io.levada.io.catalog.PartitionProjection;
import io.levada.io.catalog.Registration;
import io.levada.io.catalog.Registration.Placed;
import io.levada.io.catalog.TableSchemas;
import io.levada.io.catalog.TableSchemas.Fit;
import io.levada.io.lake.HivePath;
import io.levada.io.lake.HivePath.PartitionValue;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.Placement;
import io.levada.io.lake.VersionFolder;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.Ledger.Registered;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Sizes;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a run has to do with the catalog that shows its table: where its files go, whether the
 * table's columns go together with the run's, and what publishing changes. Without a catalog it is
 * nothing.
 *
 * <p>To be asked in the order of its methods, with the run's locks held.
 */
final class RunCatalog {

  private final LakeTarget target;
  private final List<String> partitionColumns;
  private final @Nullable Catalog catalog;
  private final @Nullable PresentPartitions present;
  private @Nullable AddedPartitions added;
  private final List<String> notes = new ArrayList<>();

  private @Nullable CatalogTable wanted;

  /**
   * @param partitionColumns of the run, in the order of the path
   */
  RunCatalog(LakeTarget target, List<String> partitionColumns, AwsSettings aws) {
    this.target = target;
    this.partitionColumns = List.copyOf(partitionColumns);
    this.catalog = target.catalog() == null ? null : target.catalog().catalog().open(aws);
    this.present =
        catalog == null ? null : new PresentPartitions(target, partitionColumns, catalog, aws);
  }

  /** What a person should know of it. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * In which folders the run's files go.
   *
   * @throws UsageException if the table has versions, which only a catalog tells apart, and the run
   *     has none
   * @throws RunFailedException if its catalog does not know the table
   * @throws IOException if the catalog can't be read
   */
  Placement placement(Ledger ledger, String run) throws IOException {
    if (catalog == null) {
      return withoutCatalog(ledger, run);
    }
    checkSameTable(ledger);
    if (target.catalog().layout() == Layout.VERSIONED) {
      checkNoVersionColumn();
      return Placement.versioned(run);
    }
    boolean versions = target.mode() != WriteMode.OVERWRITE && hasVersions(ledger, run);
    if (versions && target.catalog().projection() != null) {
      throw new UsageException(
          "Invalid --partitionProjection: "
              + target.table()
              + " has versions of its partitions, of which Athena would see all (replace them by"
              + " --writeMode=overwrite --layout=flat)");
    }
    if (!target.mode().adds()) {
      return Placement.flat();
    }
    Optional<CatalogTable> table = catalog.table(target.catalog().name());
    if (versions && table.isEmpty()) {
      throw new RunFailedException(
          ExitCode.FAILED,
          "Cannot add to "
              + target.table()
              + ": it has versions of its partitions, and "
              + target.catalog().catalog()
              + " has no table "
              + target.catalog().name()
              + " that tells them apart (levada crawl registers those that count)");
    }
    boolean besidePresent = versions || partitionColumns.isEmpty();
    added = new AddedPartitions(target, present);
    return table.isPresent() && besidePresent
        ? added.besidePresent(table.get(), ledger.storages(run), run)
        : Placement.flat();
  }

  private void checkSameTable(Ledger ledger) throws IOException {
    Optional<Registered> other = ledger.registered().filter(one -> !one.mayBe(registered()));
    if (other.isPresent()) {
      throw new UsageException(
          "Invalid --catalog, --database or --table: "
              + target.table()
              + " is "
              + other.get().table()
              + " of "
              + other.get().catalog()
              + ", and a second table would lead to files that are replaced (give that one; to move"
              + " it, remove runs/catalog.json in "
              + ledger.folder()
              + " and register it by levada crawl)");
    }
  }

  private Registered registered() {
    return new Registered(target.catalog().catalog(), target.catalog().name().toString());
  }

  private Placement withoutCatalog(Ledger ledger, String run) throws IOException {
    if (target.mode() != WriteMode.OVERWRITE && hasVersions(ledger, run)) {
      throw new UsageException(
          "Missing --catalog: "
              + target.table()
              + " has versions of its partitions, which only its catalog tells apart (give the"
              + " --catalog, --database and --table of the runs before, or replace all by"
              + " --writeMode=overwrite)");
    }
    if (ledger.hasCatalog()) {
      notes.add(
          "The table is in a catalog, which this run leaves as it is (with the --catalog,"
              + " --database and --table of the runs before it would not)");
    }
    return Placement.flat();
  }

  /** That there were any once is recorded; whether there are still, the folders tell. */
  private boolean hasVersions(Ledger ledger, String run) throws IOException {
    return ledger.hasVersions()
        && LakeTable.dataFiles(ledger.storages(run), target.table()).stream()
            .anyMatch(file -> VersionFolder.is(file.location().parent().name()));
  }

  private void checkNoVersionColumn() {
    if (partitionColumns.stream().anyMatch(VersionFolder.COLUMN::equalsIgnoreCase)) {
      throw new UsageException(
          "Invalid --layout: versioned (the partition column "
              + VersionFolder.COLUMN
              + " has the name that the folders of versions have; take --layout=flat, or name it"
              + " otherwise)");
    }
  }

  /**
   * Checks, before anything is read, that the catalog's table can show what the run writes.
   *
   * @param data all columns of the rows
   * @throws UsageException if the options say of it what can't be
   * @throws RunFailedException if its partitions can't be switched
   * @throws IOException if it can't, or the catalog can't be read
   */
  void check(Schema data) throws IOException {
    if (catalog == null) {
      return;
    }
    List<CatalogColumn> columns = new ArrayList<>();
    for (Field field : data.getFields()) {
      if (!partitionColumns.contains(field.getName())) {
        columns.add(column(field));
      }
    }
    List<CatalogColumn> keys =
        partitionColumns.stream().map(name -> key(data.getField(name))).toList();
    this.wanted =
        CatalogTable.ofParquet(target.catalog().name(), target.table(), columns, keys)
            .withParameters(parameters(keys));
    Fit fit = TableSchemas.check(catalog, wanted, target.catalog().update());
    if (target.catalog().layout() == Layout.VERSIONED && PartitionProjection.isOf(fit.table())) {
      throw new RunFailedException(
          ExitCode.FAILED,
          "Cannot switch partitions of "
              + wanted.name()
              + " to new versions: Athena computes where they are, by partition projection (add"
              + " --layout=flat)");
    }
  }

  private Map<String, String> parameters(List<CatalogColumn> keys) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put(
        "compressionType", target.format().compression().name().toLowerCase(Locale.ROOT));
    PartitionProjection projection = target.catalog().projection();
    if (projection != null) {
      try {
        parameters.putAll(projection.parameters(target.table(), partitionColumns, keys));
      } catch (IllegalArgumentException e) {
        throw new UsageException("Invalid --partitionProjection: " + e.getMessage());
      }
    }
    return parameters;
  }

  /** Athena refuses the ISO-8601 that paths have for times, and with it the whole table. */
  private static CatalogColumn key(Field field) {
    CatalogColumn column = column(field);
    return column.type().equals("timestamp") ? column.withType("string") : column;
  }

  private static CatalogColumn column(Field field) {
    return CatalogColumn.of(field.getName(), HiveTypes.of(field.getType()));
  }

  /**
   * Creates the table, or gives it the columns that it lacks, before anything is published.
   *
   * @throws IOException if it has changed since it was checked and can't show the rows any more, or
   *     the catalog can't be read or changed
   */
  void prepare(Ledger ledger, String run) throws IOException {
    if (catalog == null) {
      return;
    }
    if (target.catalog().layout() == Layout.VERSIONED) {
      ledger.keepVersions();
    }
    if (target.catalog().layout() == Layout.VERSIONED && partitionColumns.isEmpty()) {
      // So that nobody sees a part of the first version while it is completed.
      catalog.create(wanted.withLocation(target.table().child(VersionFolder.NONE)));
    }
    Fit fit = TableSchemas.ensure(catalog, wanted, target.catalog().update());
    ledger.register(registered());
    notes.addAll(fit.notes());
    boolean addsToMore =
        fit.isNew() && target.mode() != WriteMode.OVERWRITE && !partitionColumns.isEmpty();
    if (addsToMore && !LakeTable.dataFiles(ledger.storages(run), target.table()).isEmpty()) {
      notes.add(
          "The catalog lacks the partitions that the table had before (levada crawl "
              + target.table()
              + " registers them)");
    }
  }

  /**
   * What publishing changes in the catalog; null if nothing.
   *
   * @param run its id
   * @param folders that the run has written, below the table
   * @throws RunFailedException if rows would not be seen where they are
   * @throws IOException if the catalog can't be read
   */
  @Nullable Registration registration(String run, Set<String> folders) throws IOException {
    if (catalog == null) {
      return null;
    }
    CatalogTable table =
        catalog
            .table(target.catalog().name())
            .orElseThrow(
                () ->
                    new RunFailedException(
                        ExitCode.FAILED,
                        "Cannot register "
                            + target.catalog().name()
                            + ": it was dropped from "
                            + target.catalog().catalog()
                            + " meanwhile (run it again)"));
    if (partitionColumns.isEmpty() && !target.mode().adds()) {
      return registration(onlyFolder(run), List.of(), List.of());
    }

    Map<List<String>, Location> placed = new LinkedHashMap<>();
    for (String folder : new TreeSet<>(folders)) {
      placed.put(
          values(table, folder), folder.isEmpty() ? target.table() : target.table().child(folder));
    }
    noteUnprojected(table, placed.keySet());
    if (target.mode().adds()) {
      added.check(table, placed);
    }
    return partitionColumns.isEmpty()
        ? null
        : registration(
            null,
            placed.entrySet().stream().map(p -> new Placed(p.getKey(), p.getValue())).toList(),
            target.mode() == WriteMode.OVERWRITE
                ? present.gone(table, placed.keySet())
                : List.of());
  }

  private Registration registration(
      @Nullable Location folder, List<Placed> placed, List<List<String>> dropped) {
    CatalogTarget to = target.catalog();
    notes.add(
        "Catalog: "
            + to.name()
            + " of "
            + to.catalog()
            + " has "
            + (folder == null ? Sizes.counted(placed.size(), "partition") : "all")
            + " of the run"
            + (dropped.isEmpty() ? "" : ", " + Sizes.grouped(dropped.size()) + " dropped"));
    return new Registration(
        to.catalog(), to.name().database(), to.name().table(), folder, placed, dropped);
  }

  private Location onlyFolder(String run) {
    return target.catalog().layout() == Layout.VERSIONED
        ? target.table().child(VersionFolder.of(run))
        : target.table();
  }

  private static List<String> values(CatalogTable table, String folder) throws IOException {
    Map<String, @Nullable String> byColumn = new HashMap<>();
    for (PartitionValue value : HivePath.parse(VersionFolder.strip(folder) + "/")) {
      byColumn.put(value.column(), value.value());
    }
    return PartitionKeys.of(table).values(byColumn);
  }

  private void noteUnprojected(CatalogTable table, Collection<List<String>> partitions) {
    PartitionProjection projection = target.catalog().projection();
    if (projection == null) {
      return;
    }
    List<String> missing = projection.missing(table.partitionKeys(), List.copyOf(partitions));
    if (!missing.isEmpty()) {
      notes.add(
          "Athena won't see what --partitionProjection leaves out: " + String.join(", ", missing));
    }
  }
}
