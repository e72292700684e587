/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.HiveTypes;
import io.levada.io.catalog.PartitionKeys;
import io.levada.io.catalog.PartitionProjection;
import io.levada.io.catalog.Registration;
import io.levada.io.catalog.Registration.Placed;
import io.levada.io.catalog.TableSchemas;
import io.levada.io.catalog.TableSchemas.Fit;
import io.levada.io.lake.CatalogPartitions;
import io.levada.io.lake.HivePath;
import io.levada.io.lake.HivePath.PartitionValue;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.Placement;
import io.levada.io.lake.TableScan;
import io.levada.io.lake.VersionFolder;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.Ledger.Registered;
import io.levada.io.ledger.Visibility;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Sizes;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
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
  private final AwsSettings aws;
  private final @Nullable Catalog catalog;
  private final List<String> notes = new ArrayList<>();

  /** Partitions with files that count, which the catalog does not have, by their paths. */
  private final Set<String> unregistered = new HashSet<>();

  private @Nullable CatalogTable wanted;

  /**
   * @param partitionColumns of the run, in the order of the path
   */
  RunCatalog(LakeTarget target, List<String> partitionColumns, AwsSettings aws) {
    this.target = target;
    this.partitionColumns = List.copyOf(partitionColumns);
    this.aws = aws;
    this.catalog = target.catalog() == null ? null : target.catalog().catalog().open(aws);
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
    Optional<CatalogTable> present = catalog.table(target.catalog().name());
    if (versions && present.isEmpty()) {
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
    return present.isPresent() && besidePresent
        ? besidePresent(present.get(), ledger.storages(run), run)
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

  private Placement besidePresent(CatalogTable table, Storages storages, String run)
      throws IOException {
    Map<String, String> folders = new HashMap<>();
    present(table)
        .forEach((values, location) -> folders.putAll(folderBelow(path(table, values), location)));
    LakeTable.list(
        storages,
        target.table(),
        TableScan.all().withoutColumns(),
        files -> {
          files.forEach(file -> noteIfUnregistered(file.location(), folders));
          return List.of();
        });
    return Placement.besidePresent(folders, run);
  }

  private void noteIfUnregistered(Location file, Map<String, String> folders) {
    String partition = partitionOf(file);
    String folder = folders.get(partition);
    if (folder == null || !(folder.isEmpty() || file.isWithin(target.table().child(folder)))) {
      unregistered.add(partition);
    }
  }

  private String partitionOf(Location file) {
    return file.parent().equals(target.table())
        ? ""
        : VersionFolder.strip(file.parent().relativeTo(target.table()));
  }

  /** Where the partitions are, also those that runs before have not registered yet. */
  private Map<List<String>, Location> present(CatalogTable table) throws IOException {
    return CatalogPartitions.of(catalog, table, pending(), null);
  }

  /** What runs before, which are visible, have perhaps not registered yet. */
  private List<Registration> pending() throws IOException {
    return Visibility.of(aws, target.table())
        .registrations(target.catalog().catalog(), target.catalog().name());
  }

  private Map<String, String> folderBelow(String partition, Location location) {
    if (!location.isWithin(target.table())) {
      return Map.of();
    }
    return Map.of(
        partition, location.equals(target.table()) ? "" : location.relativeTo(target.table()));
  }

  /** The path that the run gives the partition. */
  private String path(CatalogTable table, List<String> values) {
    Map<String, String> byKey = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      byKey.put(table.partitionKeys().get(i).name(), values.get(i));
    }
    List<String> folders = new ArrayList<>();
    for (String column : partitionColumns) {
      String value = byKey.get(column.toLowerCase(Locale.ROOT));
      folders.add(HivePath.folder(column, CatalogPartition.NULL.equals(value) ? null : value));
    }
    return String.join("/", folders);
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
    if (partitionColumns.isEmpty()) {
      return unpartitioned(table, run, folders);
    }

    Map<List<String>, Location> placed = new LinkedHashMap<>();
    for (String folder : new TreeSet<>(folders)) {
      placed.put(values(table, folder), target.table().child(folder));
    }
    noteUnprojected(table, placed.keySet());
    if (target.mode().adds()) {
      checkWhereTheyAre(table, placed);
    }
    return registration(
        null,
        placed.entrySet().stream().map(p -> new Placed(p.getKey(), p.getValue())).toList(),
        target.mode() == WriteMode.OVERWRITE ? gone(table, placed.keySet()) : List.of());
  }

  private @Nullable Registration unpartitioned(CatalogTable table, String run, Set<String> folders)
      throws IOException {
    if (!target.mode().adds()) {
      return registration(onlyFolder(run), List.of(), List.of());
    }

    Location present = present(table).get(List.of());
    if (!folders.isEmpty()) {
      checkRegistered(table, List.of());
    }
    for (String folder : folders) {
      Location own = folder.isEmpty() ? target.table() : target.table().child(folder);
      if (!own.equals(present)) {
        throw elsewhere(List.of(), table, present, own);
      }
    }
    return null;
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

  /** Rows that are added to a partition that is elsewhere would not be seen. */
  private void checkWhereTheyAre(CatalogTable table, Map<List<String>, Location> placed)
      throws IOException {
    Map<List<String>, Location> present = new HashMap<>();
    catalog
        .partitions(table.name(), placed.keySet())
        .forEach(partition -> present.put(partition.values(), partition.location()));
    CatalogPartitions.lay(pending(), table, present);
    for (Map.Entry<List<String>, Location> own : placed.entrySet()) {
      Location there = present.get(own.getKey());
      if (there != null && !there.equals(own.getValue())) {
        throw elsewhere(own.getKey(), table, there, own.getValue());
      }
      checkRegistered(table, own.getKey());
    }
  }

  private void checkRegistered(CatalogTable table, List<String> partition) {
    if (unregistered.contains(path(table, partition))) {
      throw new RunFailedException(
          ExitCode.FAILED,
          "Cannot add to "
              + (partition.isEmpty() ? "" : "partition " + partition + " of ")
              + table.name()
              + ": it has files that the catalog does not know (levada crawl "
              + target.table()
              + " registers them)");
    }
  }

  private static RunFailedException elsewhere(
      List<String> partition, CatalogTable table, Location there, Location own) {
    return new RunFailedException(
        ExitCode.FAILED,
        "Cannot add to "
            + (partition.isEmpty() ? "" : "partition " + partition + " of ")
            + table.name()
            + ": the catalog has it in "
            + there
            + ", and the rows would be in "
            + own
            + " (--writeMode="
            + (partition.isEmpty() ? "overwrite" : "overwrite-partitions")
            + " replaces it)");
  }

  /** Partitions of the table's own folder that it does not have any more. */
  private List<List<String>> gone(CatalogTable table, Collection<List<String>> written)
      throws IOException {
    List<List<String>> gone = new ArrayList<>();
    present(table)
        .forEach(
            (values, location) -> {
              if (location.isWithin(target.table()) && !written.contains(values)) {
                gone.add(values);
              }
            });
    return gone;
  }
}
