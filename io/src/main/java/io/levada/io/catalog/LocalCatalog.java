/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A catalog of files in a folder, local or on S3: a folder for each database, with a file of its
 * name and a folder for each table ({@link LocalTableFolder}). A change is the write of one file,
 * however many partitions it is about.
 *
 * <p>Expressions on partitions are not looked at: all partitions are visited.
 */
final class LocalCatalog implements Catalog {

  /** Its content is the database's name, which that of the folder may not tell. */
  private static final String DATABASE_FILE = "database.txt";

  private final Storage storage;
  private final Location folder;

  /** The table used last, which remembers its state. */
  private volatile @Nullable Recent recent;

  private record Recent(TableName name, LocalTableFolder folder) {}

  LocalCatalog(Storage storage, Location folder) {
    this.storage = storage;
    this.folder = folder;
  }

  @Override
  public List<String> databases() throws IOException {
    List<Location> files = new ArrayList<>();
    storage.list(
        folder,
        location -> location.parent().equals(folder) || location.name().equals(DATABASE_FILE),
        file -> {
          if (file.location().name().equals(DATABASE_FILE)) {
            files.add(file.location());
          }
        });
    TreeSet<String> names = new TreeSet<>();
    for (Location file : files) {
      storage.read(file).ifPresent(name -> names.add(text(name).strip()));
    }
    return List.copyOf(names);
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  @Override
  public List<CatalogTable> tables(String database) throws IOException {
    String name = TableName.database(database);
    Location databaseFolder = databaseFolder(name);
    if (storage.read(databaseFolder.child(DATABASE_FILE)).isEmpty()) {
      throw new NoSuchEntityException("database " + name, toString());
    }

    Set<Location> folders = new LinkedHashSet<>();
    storage.list(
        databaseFolder,
        location -> true,
        file -> {
          Location parent = file.location().parent();
          if (LocalTableFolder.isState(file.location())
              && parent.hasParent()
              && parent.parent().equals(databaseFolder)) {
            folders.add(parent);
          }
        });
    TreeMap<String, CatalogTable> tables = new TreeMap<>();
    for (Location each : folders) {
      CatalogTable table = new LocalTableFolder(storage, each).state().table();
      // A copy that somebody has made beside it is not the table.
      if (table != null && each.equals(tableFolder(table.name()))) {
        tables.put(table.name().table(), table);
      }
    }
    return List.copyOf(tables.values());
  }

  @Override
  public Optional<CatalogTable> table(TableName name) throws IOException {
    return Optional.ofNullable(folder(name).state().table());
  }

  @Override
  public boolean create(CatalogTable table) throws IOException {
    TableName name = table.name();
    Location databaseFile = databaseFolder(name.database()).child(DATABASE_FILE);
    if (storage.read(databaseFile).isEmpty()) {
      byte[] content = (name.database() + "\n").getBytes(StandardCharsets.UTF_8);
      storage.createIfAbsent(databaseFile, content);
    }

    boolean[] isNew = new boolean[1];
    folder(name)
        .change(
            present -> {
              isNew[0] = present.table() == null;
              return isNew[0] ? present.next(table, Map.of()) : present;
            });
    return isNew[0];
  }

  @Override
  public CatalogTable alter(TableName name, TableChange change) throws IOException {
    CatalogTable altered =
        folder(name)
            .change(
                present -> {
                  CatalogTable table = present(name, present);
                  CatalogTable wanted = change.of(table);
                  TableName.checkKept(table, wanted);
                  return wanted.equals(table)
                      ? present
                      : present.next(wanted, present.partitions());
                })
            .table();
    if (altered == null) {
      throw new IllegalStateException(name + " was there a moment ago");
    }
    return altered;
  }

  @Override
  public void drop(TableName name) throws IOException {
    folder(name)
        .change(present -> present.table() == null ? present : present.next(null, Map.of()));
  }

  @Override
  public void partitions(TableName name, @Nullable String expression, PartitionVisitor visitor)
      throws IOException {
    LocalTableState state = folder(name).state();
    present(name, state);
    for (CatalogPartition partition : state.partitions().values()) {
      visitor.visit(partition);
    }
  }

  @Override
  public List<CatalogPartition> partitions(TableName name, Collection<List<String>> values)
      throws IOException {
    LocalTableState state = folder(name).state();
    CatalogTable table = present(name, state);
    List<CatalogPartition> found = new ArrayList<>();
    for (List<String> each : new LinkedHashSet<>(values)) {
      PartitionValues.check(table, each);
      CatalogPartition partition = state.partitions().get(each);
      if (partition != null) {
        found.add(partition);
      }
    }
    return found;
  }

  @Override
  public Set<List<String>> addPartitions(TableName name, Collection<CatalogPartition> partitions)
      throws IOException {
    Set<List<String>> others = new LinkedHashSet<>();
    folder(name)
        .change(
            present -> {
              CatalogTable table = present(name, present);
              others.clear();
              Map<List<String>, CatalogPartition> all = new LinkedHashMap<>(present.partitions());
              for (CatalogPartition partition : partitions) {
                PartitionValues.check(table, partition.values());
                CatalogPartition there = all.putIfAbsent(partition.values(), partition);
                if (there != null && !there.equals(partition)) {
                  others.add(partition.values());
                }
              }
              return all.size() == present.partitions().size() ? present : present.next(table, all);
            });
    return others;
  }

  @Override
  public Set<List<String>> updatePartitions(TableName name, Collection<CatalogPartition> partitions)
      throws IOException {
    Set<List<String>> missing = new LinkedHashSet<>();
    folder(name)
        .change(
            present -> {
              CatalogTable table = present(name, present);
              missing.clear();
              Map<List<String>, CatalogPartition> all = new LinkedHashMap<>(present.partitions());
              for (CatalogPartition partition : partitions) {
                PartitionValues.check(table, partition.values());
                if (all.replace(partition.values(), partition) == null) {
                  missing.add(partition.values());
                }
              }
              return all.equals(present.partitions()) ? present : present.next(table, all);
            });
    return missing;
  }

  @Override
  public void dropPartitions(TableName name, Collection<List<String>> values) throws IOException {
    folder(name)
        .change(
            present -> {
              CatalogTable table = present(name, present);
              for (List<String> each : values) {
                PartitionValues.check(table, each);
              }
              Map<List<String>, CatalogPartition> left = new LinkedHashMap<>(present.partitions());
              return left.keySet().removeAll(new HashSet<>(values))
                  ? present.next(table, left)
                  : present;
            });
  }

  private CatalogTable present(TableName name, LocalTableState state) throws IOException {
    if (state.table() == null) {
      throw new NoSuchEntityException("table " + name, toString());
    }
    return state.table();
  }

  private Location databaseFolder(String database) {
    return folder.child(LocalName.of(database));
  }

  private Location tableFolder(TableName name) {
    return databaseFolder(name.database()).child(LocalName.of(name.table()));
  }

  private LocalTableFolder folder(TableName name) {
    Recent used = recent;
    if (used == null || !used.name().equals(name)) {
      used = new Recent(name, new LocalTableFolder(storage, tableFolder(name)));
      recent = used;
    }
    return used.folder();
  }

  @Override
  public String toString() {
    return "the catalog in " + folder;
  }
}
