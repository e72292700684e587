/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.HiveTypes;
import io.levada.io.storage.Location;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** The columns that a scan reads of a table, by the types that the catalog gives them. */
final class CatalogColumns {

  private final CatalogTable table;
  private final ColumnChoice choice;
  private final Map<String, Field> ofFiles = new LinkedHashMap<>();
  private final Map<String, FieldType> keyTypes = new TreeMap<>();
  private final Set<MessageType> known = new HashSet<>();

  /**
   * @throws UnreadableTableException if a column that is wanted, or a partition key, has a type
   *     that rows can't have
   */
  CatalogColumns(CatalogTable table, ColumnChoice choice) throws UnreadableTableException {
    this.table = table;
    this.choice = choice;
    for (CatalogColumn key : table.partitionKeys()) {
      FieldType type = typeOf(key);
      if (!PartitionType.isPossible(type)) {
        throw unreadable(key, "no partition key can have that", null);
      }
      keyTypes.put(key.name(), type);
    }
    for (CatalogColumn column : table.columns()) {
      if (choice.has(column.name()) && !keyTypes.containsKey(column.name())) {
        ofFiles.put(column.name(), Field.of(column.name(), typeOf(column)));
      }
    }
  }

  private FieldType typeOf(CatalogColumn column) throws UnreadableTableException {
    try {
      return HiveTypes.parse(column.type());
    } catch (IllegalArgumentException e) {
      throw unreadable(column, e.getMessage(), e);
    }
  }

  private UnreadableTableException unreadable(
      CatalogColumn column, String reason, IllegalArgumentException cause) {
    return new UnreadableTableException(
        table.location(),
        "the catalog has its column "
            + column.name()
            + " as "
            + column.type()
            + ", which can't be read: "
            + reason,
        "give the column another type in the catalog, or choose other columns",
        cause);
  }

  /** Of the partition keys, by their names in lower case. */
  Map<String, FieldType> keyTypes() {
    return keyTypes;
  }

  /** Whether it is read from files that have it. */
  boolean areReadFromFiles(String column) {
    return ofFiles.containsKey(ColumnIndex.key(column));
  }

  /**
   * The columns of the rows: those of the files, then the partition keys, in the catalog's order
   * unless the scan has one.
   *
   * @throws IllegalArgumentException if the scan asks for one that is not there
   */
  Schema schema() {
    Schema.Builder all = Schema.builder().addFields(new ArrayList<>(ofFiles.values()));
    for (CatalogColumn key : table.partitionKeys()) {
      if (choice.has(key.name())) {
        all.addField(Field.of(key.name(), keyTypes.get(key.name())));
      }
    }
    List<String> names = new ArrayList<>();
    table.columns().forEach(column -> names.add(column.name()));
    table.partitionKeys().forEach(key -> names.add(key.name()));
    return choice.of(table.name(), all.build(), names);
  }

  /**
   * Checks that each column of a file holds only values that the catalog's type has as well.
   *
   * @throws UnreadableTableException if one doesn't, or if the file has it twice
   */
  void check(Location file, MessageType message) throws UnreadableTableException {
    if (!known.add(message)) {
      return;
    }

    Map<String, Type> found = new TreeMap<>();
    for (Type column : message.getFields()) {
      String key = ColumnIndex.key(column.getName());
      Field wanted = ofFiles.get(key);
      if (wanted == null) {
        continue;
      }
      Type same = found.put(key, column);
      if (same != null) {
        throw new UnreadableTableException(
            file,
            "its columns " + same.getName() + " and " + column.getName() + " differ in case only",
            "rename one of them, or leave both out");
      }
      checkFits(file, column, wanted.getType());
    }
  }

  private void checkFits(Location file, Type column, FieldType wanted)
      throws UnreadableTableException {
    FieldType stored;
    try {
      stored = ParquetToBeam.columnType(column);
    } catch (IllegalArgumentException e) {
      throw new UnreadableTableException(
          file,
          "its column " + column.getName() + " has " + e.getMessage(),
          "leave the column out",
          e);
    }
    if (!TypeFit.fits(stored, wanted)) {
      throw new UnreadableTableException(
          file,
          "its column "
              + column.getName()
              + " is "
              + TypeNames.of(stored)
              + ", and "
              + TypeNames.of(wanted)
              + " in "
              + table.name()
              + ", which does not hold all of its values",
          "give the table's column a wider type, write the file again, or leave the column out");
    }
  }
}
