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
 *     with {@code _} or {@code .} are none
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
   * @throws IllegalArgumentException if that file has a column of a type that can't be read
   */
  public static LakeTable list(Storages storages, Location folder) throws IOException {
    List<Entry> files = dataFiles(storages, folder);
    if (files.isEmpty()) {
      return new LakeTable(folder, files, Schema.builder().build());
    }

    Entry first = files.get(0);
    MessageType columns = columnsOf(storages, first);
    Schema.Builder schema = Schema.builder().addFields(ParquetToBeam.schema(columns).getFields());
    for (HivePath.PartitionValue partition : HivePath.parse(first.location().relativeTo(folder))) {
      schema.addNullableField(partition.column(), FieldType.STRING);
    }
    return new LakeTable(folder, files, schema.build());
  }

  /** Every data file below the folder: not only those of Levada. */
  public static List<Entry> dataFiles(Storages storages, Location folder) throws IOException {
    List<Entry> files = new ArrayList<>();
    storages
        .of(folder)
        .list(
            folder,
            name -> !name.startsWith("_") && !name.startsWith("."),
            entry -> {
              if (entry.location().name().toLowerCase(Locale.ROOT).endsWith(PARQUET)) {
                files.add(entry);
              }
            });
    return files;
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
