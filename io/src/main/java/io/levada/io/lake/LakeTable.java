/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;

/**
 * The files of a table and their columns, as listed at one time.
 *
 * @param folder the table's folder
 * @param files its data files in the order of their names; those whose name, or a folder's, begins
 *     with {@code .}, or with {@code _} and has no {@code =}, are none, as Spark has it
 * @param schema the columns of the files, then those in the path, as nullable strings; without
 *     fields if there is no file
 */
public record LakeTable(Location folder, List<Entry> files, Schema schema) implements Serializable {

  private static final String PARQUET = ".parquet";

  public LakeTable {
    files = new ArrayList<>(files);
  }

  /**
   * Lists a table; one that is missing has no files.
   *
   * @throws IOException if the folder can't be read, or its first file is no Parquet file
   * @throws IllegalArgumentException if that file has a column of a type that can't be read, or a
   *     partition column as well
   */
  public static LakeTable list(Storages storages, Location folder) throws IOException {
    List<Entry> files = dataFiles(storages, folder);
    if (files.isEmpty()) {
      return new LakeTable(folder, files, Schema.builder().build());
    }

    Entry first = files.get(0);
    MessageType columns = columnsOf(storages, first);
    try {
      return new LakeTable(folder, files, schemaOf(columns, first.location().relativeTo(folder)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot read " + first.location() + ": " + e.getMessage(), e);
    }
  }

  private static Schema schemaOf(MessageType columns, String path) {
    Schema.Builder schema = Schema.builder().addFields(ParquetToBeam.schema(columns).getFields());
    for (HivePath.PartitionValue partition : HivePath.parse(path)) {
      schema.addNullableField(partition.column(), FieldType.STRING);
    }
    return schema.build();
  }

  /** Every data file below the folder: not only those of Levada. */
  public static List<Entry> dataFiles(Storages storages, Location folder) throws IOException {
    List<Entry> files = new ArrayList<>();
    storages
        .of(folder)
        .list(
            folder,
            LakeTable::isData,
            entry -> {
              if (entry.location().name().toLowerCase(Locale.ROOT).endsWith(PARQUET)) {
                files.add(entry);
              }
            });
    return files;
  }

  /** Folders of a partition column count even if its name begins with an underscore. */
  private static boolean isData(String name) {
    return !name.startsWith(".") && (!name.startsWith("_") || name.indexOf('=') > 0);
  }

  private static MessageType columnsOf(Storages storages, Entry file) throws IOException {
    try (ParquetFileReader reader = ParquetFileReader.open(new StoredInputFile(storages, file))) {
      return reader.getFileMetaData().getSchema();
    } catch (RuntimeException e) {
      throw new IOException(
          "Cannot read " + file.location() + ": it is not a whole Parquet file", e);
    }
  }
}
