/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.lake.HivePath.PartitionValue;
import io.levada.io.lake.PartitionCondition.Known;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.OpenFile;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Finds the files of a table that a scan wants, and what columns they have together. */
final class TableListing {

  private static final String PARQUET = ".parquet";

  private final Storages storages;
  private final TableScan scan;
  private final ColumnChoice choice;

  TableListing(Storages storages, TableScan scan) {
    this.storages = storages;
    this.scan = scan;
    this.choice = new ColumnChoice(scan);
  }

  LakeTable list(Location location, UnaryOperator<List<Entry>> files) throws IOException {
    if (scan.filter() != null) {
      scan.filter().checkLiterals(scan.partitionTypes());
    }
    boolean isFile = storages.of(location).status(location).isPresent();
    Location folder = isFile ? location.parent() : location;
    List<Entry> entries =
        files.apply(VisibleFiles.list(storages, folder, () -> found(location, isFile)));
    if (entries.isEmpty()) {
      return new LakeTable(folder, List.of(), Schema.builder().build(), List.of());
    }
    List<String> partition = partitionColumns(folder, entries.get(0).location());
    return table(folder, entries, partition);
  }

  private List<Entry> found(Location location, boolean isFile) throws IOException {
    return isFile
        ? storages.of(location).status(location).stream().toList()
        : dataFiles(storages, location, found -> canMatch(location, found));
  }

  private LakeTable table(Location folder, List<Entry> entries, List<String> partition)
      throws IOException {
    Set<String> inPath = partition.stream().map(ColumnIndex::key).collect(Collectors.toSet());
    Predicate<String> wanted = name -> choice.has(name) && !inPath.contains(ColumnIndex.key(name));
    SchemaUnion union = new SchemaUnion(scan, wanted);
    Set<String> names = new HashSet<>();
    List<TableFile> files = new ArrayList<>();
    List<List<@Nullable String>> values = partitionValues(folder, entries, partition);
    for (FileFooter footer : FileFooters.read(storages, entries, wanted)) {
      int index = files.size();
      union.add(entries.get(index).location(), footer.schema());
      footer.schema().getFields().forEach(column -> names.add(column.getName()));
      files.add(
          new TableFile(
              entries.get(index), values.get(index), footer.groupRows(), footer.groupBytes()));
    }
    names.addAll(partition);
    return new LakeTable(folder, files, schema(folder, union, partition, names), partition);
  }

  private Schema schema(
      Location folder, SchemaUnion union, List<String> partition, Set<String> names) {
    Schema.Builder all = Schema.builder().addFields(union.schema().getFields());
    for (String column : partition) {
      if (choice.has(column)) {
        all.addField(Field.nullable(column, typeOf(column)));
      }
    }
    return choice.of(folder, all.build(), names);
  }

  private FieldType typeOf(String partitionColumn) {
    return scan.partitionTypes().getOrDefault(ColumnIndex.key(partitionColumn), FieldType.STRING);
  }

  /** The columns of the first file's path, which all files must have. */
  private List<String> partitionColumns(Location folder, Location first)
      throws UnreadableTableException {
    List<String> columns =
        HivePath.parse(first.relativeTo(folder)).stream().map(PartitionValue::column).toList();
    checkDistinct(first, columns);
    checkAskedFor(folder, columns);
    return columns;
  }

  /** The partition of each file; files of the same one share a list. */
  private List<List<@Nullable String>> partitionValues(
      Location folder, List<Entry> entries, List<String> columns) throws UnreadableTableException {
    Location first = entries.get(0).location();
    Map<List<@Nullable String>, List<@Nullable String>> known = new HashMap<>();
    List<List<@Nullable String>> ofFiles = new ArrayList<>();
    for (Entry entry : entries) {
      List<@Nullable String> found = partitionValues(folder, entry.location(), first, columns);
      List<@Nullable String> same = known.putIfAbsent(found, found);
      ofFiles.add(same == null ? found : same);
    }
    return ofFiles;
  }

  private static void checkDistinct(Location file, List<String> columns)
      throws UnreadableTableException {
    if (columns.stream().map(ColumnIndex::key).distinct().count() < columns.size()) {
      throw new UnreadableTableException(
          file,
          "its path has a partition column twice: " + String.join(", ", columns),
          "rename a folder");
    }
  }

  private void checkAskedFor(Location folder, List<String> columns) {
    Set<String> keys = columns.stream().map(ColumnIndex::key).collect(Collectors.toSet());
    String found = columns.isEmpty() ? "it has none" : "it has " + String.join(", ", columns);
    if (scan.filter() != null) {
      scan.filter().checkColumns(folder, columns);
    }
    for (String column : scan.partitionTypes().keySet()) {
      if (!keys.contains(column)) {
        throw new IllegalArgumentException(
            "Cannot give a type to "
                + column
                + ": it is no partition column of "
                + folder
                + " ("
                + found
                + ")");
      }
    }
  }

  private List<@Nullable String> partitionValues(
      Location folder, Location file, Location first, List<String> columns)
      throws UnreadableTableException {
    List<PartitionValue> values = HivePath.parse(file.relativeTo(folder));
    boolean same = values.size() == columns.size();
    for (int i = 0; same && i < columns.size(); i++) {
      same = ColumnIndex.key(values.get(i).column()).equals(ColumnIndex.key(columns.get(i)));
    }
    if (!same) {
      throw new UnreadableTableException(
          file,
          "its partition columns are "
              + values.stream().map(PartitionValue::column).toList()
              + ", those of "
              + first
              + " are "
              + columns,
          "move it to folders of the same columns, or read it as a table of its own");
    }
    List<@Nullable String> texts = new ArrayList<>();
    for (PartitionValue value : values) {
      checkValue(file, value);
      texts.add(value.value());
    }
    return texts;
  }

  private void checkValue(Location file, PartitionValue value) throws UnreadableTableException {
    if (value.value() == null) {
      return;
    }
    try {
      PartitionType.parse(typeOf(value.column()), value.value());
    } catch (IllegalArgumentException e) {
      throw new UnreadableTableException(
          file,
          "its partition column " + value.column() + " can't be read: " + e.getMessage(),
          "rename the folder, or give the column another type",
          e);
    }
  }

  /** Whether a file, or a folder with all that is below it, can have what the filter wants. */
  private boolean canMatch(Location folder, Location found) {
    if (scan.filter() == null) {
      return true;
    }

    String path = found.relativeTo(folder) + (isParquet(found) ? "" : "/");
    Map<String, @Nullable String> values = new HashMap<>();
    for (PartitionValue value : HivePath.parse(path)) {
      values.put(ColumnIndex.key(value.column()), value.value());
    }
    try {
      return scan.filter().canBeTrue(new Known(scan.partitionTypes(), values));
    } catch (IllegalArgumentException e) {
      return true; // that the value is none of its type is told when the file is found
    }
  }

  /** The data files below a folder, of which the rest is not looked at. */
  static List<Entry> dataFiles(Storages storages, Location folder, Predicate<Location> wanted)
      throws IOException {
    List<Entry> files = new ArrayList<>();
    storages
        .of(folder)
        .list(
            folder,
            location -> isData(location.name()) && wanted.test(location),
            entry -> {
              if (isParquet(entry.location())) {
                files.add(entry);
              }
            });
    return files;
  }

  /** Whether the file is named as Parquet, or begins as it does, plain or encrypted. */
  static boolean isParquet(Storages storages, Entry file) throws IOException {
    if (isParquet(file.location())) {
      return true;
    }

    byte[] magic = new byte[ParquetFileWriter.MAGIC.length];
    try (OpenFile open = storages.of(file.location()).open(file)) {
      return open.read(0, magic, 0, magic.length) == magic.length
          && (Arrays.equals(magic, ParquetFileWriter.MAGIC)
              || Arrays.equals(magic, ParquetFileWriter.EFMAGIC));
    }
  }

  static boolean isParquet(Location location) {
    return location.name().toLowerCase(Locale.ROOT).endsWith(PARQUET);
  }

  /** Folders of a partition column count even if its name begins with an underscore. */
  static boolean isData(String name) {
    return !name.startsWith(".") && (!name.startsWith("_") || name.indexOf('=') > 0);
  }
}
