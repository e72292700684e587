/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.NoSuchEntityException;
import io.levada.io.catalog.Registration;
import io.levada.io.catalog.TableName;
import io.levada.io.lake.PartitionCondition.Known;
import io.levada.io.ledger.HiddenFiles;
import io.levada.io.ledger.Visibility;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Finds the files of a catalog's table that a scan wants. */
final class CatalogListing {

  /** Of a whole table's folders: more of them are listed at once, in the order of their names. */
  private static final int FEW_FOLDERS = 16;

  /** Of folders that a filter has chosen, perhaps among many more that nobody wants to list. */
  private static final int FEW_CHOSEN_FOLDERS = 1_000;

  private static final String PROJECTION = "projection.enabled";

  private final Storages storages;
  private final CatalogReference reference;
  private final Catalog catalog;
  private final TableName name;
  private final TableScan scan;

  /** A partition that is read. */
  private record Partition(List<@Nullable String> values, Location location) {}

  /** A file of a partition. */
  private record PartitionFile(Entry entry, Partition partition) {}

  /** What a look at the catalog and the folders has found. */
  private record Look(CatalogTable table, CatalogColumns columns, List<PartitionFile> files) {}

  CatalogListing(
      Storages storages,
      CatalogReference reference,
      Catalog catalog,
      TableName name,
      TableScan scan) {
    this.storages = storages;
    this.reference = reference;
    this.catalog = catalog;
    this.name = name;
    this.scan = scan;
  }

  LakeTable list(UnaryOperator<List<Entry>> choice) throws IOException {
    if (!scan.partitionTypes().isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot give types to the partition columns of "
              + name
              + ": they have them from the catalog");
    }
    Location folder = LakeTable.folderOf(table());
    VisibleFiles.Found<Look> found =
        VisibleFiles.find(
            storages,
            folder,
            before -> look(folder, before),
            (before, after) -> !after.registeredSince(before, reference, name));
    List<PartitionFile> files =
        found.found().files().stream()
            .filter(
                file ->
                    !isHidden(file.entry().location(), file.partition().location(), found.hidden()))
            .toList();
    return table(folder, found.found(), chosen(files, choice));
  }

  /**
   * That a version counts no more is for the catalog to say, which has been asked; what a run adds
   * to it counts when the run is visible.
   *
   * @param place the partition's location
   */
  static boolean isHidden(Location file, Location place, HiddenFiles hidden) {
    return VersionFolder.is(place.name()) ? hidden.isUnpublished(file) : hidden.has(file);
  }

  private CatalogTable table() throws IOException {
    CatalogTable table =
        catalog
            .table(name)
            .orElseThrow(() -> new NoSuchEntityException("table " + name, reference.toString()));
    if (!table.format().isParquet()) {
      throw new IOException(
          "Cannot read "
              + name
              + " of "
              + reference
              + ": it is no table of Parquet files, but "
              + (table.format().serde().isEmpty()
                  ? "a view, or of a format without a SerDe"
                  : "of " + table.format().serde())
              + " (give a table of Parquet files)");
    }
    return table;
  }

  private Look look(Location folder, Visibility before) throws IOException {
    CatalogTable table = table();
    if (!LakeTable.folderOf(table).equals(folder)) {
      throw new IOException(
          "Cannot read "
              + name
              + ": its location was changed from "
              + folder
              + " to "
              + LakeTable.folderOf(table)
              + " while it was listed (read it again)");
    }
    CatalogColumns columns = new CatalogColumns(table, new ColumnChoice(scan));
    List<String> keys = table.partitionKeys().stream().map(CatalogColumn::name).toList();
    if (scan.filter() != null) {
      scan.filter().checkColumns(name, keys);
      scan.filter().checkLiterals(columns.keyTypes());
    }
    List<Partition> partitions = partitions(table, columns, before);
    Map<Location, List<Entry>> files =
        FolderFiles.list(
            storages,
            folder,
            partitions.stream().map(Partition::location).toList(),
            scan.filter() == null ? FEW_FOLDERS : FEW_CHOSEN_FOLDERS);
    return new Look(table, columns, files(partitions, files));
  }

  private List<Partition> partitions(CatalogTable table, CatalogColumns columns, Visibility before)
      throws IOException {
    Map<List<String>, Location> all =
        locations(table, columns, before.registrations(reference, name));
    if (all.isEmpty() && Boolean.parseBoolean(table.parameters().get(PROJECTION))) {
      throw new IOException(
          "Cannot read "
              + name
              + ": the catalog has no partitions of it, readers compute them (read the folder "
              + LakeTable.folderOf(table)
              + " instead)");
    }

    List<Partition> wanted = new ArrayList<>();
    for (Map.Entry<List<String>, Location> one : all.entrySet()) {
      Partition partition = new Partition(texts(one.getKey()), one.getValue());
      checkTypes(table, columns, partition);
      if (scan.filter() == null || isWanted(scan.filter(), table, columns, partition.values())) {
        wanted.add(partition);
      }
    }
    return wanted;
  }

  private Map<List<String>, Location> locations(
      CatalogTable table, CatalogColumns columns, List<Registration> pending) throws IOException {
    String expression = scan.filter() == null ? null : scan.filter().expression(columns.keyTypes());
    return CatalogPartitions.of(catalog, table, pending, expression);
  }

  static List<@Nullable String> texts(List<String> values) {
    List<@Nullable String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.equals(CatalogPartition.NULL) ? null : value));
    return texts;
  }

  private static void checkTypes(CatalogTable table, CatalogColumns columns, Partition partition)
      throws UnreadableTableException {
    for (int i = 0; i < partition.values().size(); i++) {
      String value = partition.values().get(i);
      CatalogColumn key = table.partitionKeys().get(i);
      try {
        if (value != null) {
          PartitionType.parse(columns.keyTypes().get(key.name()), value);
        }
      } catch (IllegalArgumentException e) {
        throw new UnreadableTableException(
            partition.location(),
            "the value of its partition key "
                + key.name()
                + " in "
                + table.name()
                + " can't be read: "
                + e.getMessage(),
            "give the key another type in the catalog, or drop the partition",
            e);
      }
    }
  }

  /** Whether the filter is true of a partition, by its values. */
  static boolean isWanted(
      PartitionFilter filter,
      CatalogTable table,
      CatalogColumns columns,
      List<@Nullable String> values) {
    Map<String, @Nullable String> byKey = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      byKey.put(table.partitionKeys().get(i).name(), values.get(i));
    }
    return filter.canBeTrue(new Known(columns.keyTypes(), byKey));
  }

  /** In the order of their names, whatever their partitions. */
  private List<PartitionFile> files(List<Partition> partitions, Map<Location, List<Entry>> found)
      throws UnreadableTableException {
    Map<Location, PartitionFile> files = new HashMap<>();
    for (Partition partition : partitions) {
      for (Entry entry : found.getOrDefault(partition.location(), List.of())) {
        PartitionFile file = new PartitionFile(entry, partition);
        PartitionFile other = files.put(entry.location(), file);
        if (other != null) {
          throw new UnreadableTableException(
              entry.location(),
              "the partitions "
                  + other.partition().values()
                  + " and "
                  + partition.values()
                  + " of "
                  + name
                  + " both have it",
              "give one of them another location in the catalog");
        }
      }
    }
    return files.values().stream()
        .sorted(Comparator.comparing(file -> file.entry().location()))
        .toList();
  }

  private static List<PartitionFile> chosen(
      List<PartitionFile> files, UnaryOperator<List<Entry>> choice) {
    Map<Location, PartitionFile> byLocation = new LinkedHashMap<>();
    files.forEach(file -> byLocation.put(file.entry().location(), file));
    return choice.apply(files.stream().map(PartitionFile::entry).toList()).stream()
        .map(entry -> byLocation.get(entry.location()))
        .toList();
  }

  private LakeTable table(Location folder, Look look, List<PartitionFile> chosen)
      throws IOException {
    List<TableFile> files = new ArrayList<>();
    SchemaUnion union = new SchemaUnion(scan, look.columns()::areReadFromFiles);
    List<Entry> entries = chosen.stream().map(PartitionFile::entry).toList();
    for (FileFooter footer :
        FileFooters.read(storages, entries, look.columns()::areReadFromFiles)) {
      PartitionFile file = chosen.get(files.size());
      look.columns().check(file.entry().location(), footer.schema());
      if (scan.drift() == SchemaDrift.REFUSE) {
        union.add(file.entry().location(), footer.schema());
      }
      files.add(
          new TableFile(
              file.entry(), file.partition().values(), footer.groupRows(), footer.groupBytes()));
    }
    return new LakeTable(
        folder,
        files,
        look.columns().schema(),
        look.table().partitionKeys().stream().map(CatalogColumn::name).toList());
  }
}
