/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;

/**
 * Puts the columns of a file into the array of values of a row, of which each row has a new one.
 * What it has besides the file's columns comes from a template.
 */
final class RowMaterializer extends RecordMaterializer<Object[]> {

  private final StructConverter root;

  /**
   * @param file the columns that are read
   * @param types what each of them becomes
   * @param places where each of them stands in a row
   * @param template the values of a row that the file does not have
   */
  RowMaterializer(
      MessageType file, List<FieldType> types, List<Integer> places, Object[] template) {
    this.root = StructConverter.root(file, types, places, template);
  }

  @Override
  public Object[] getCurrentRecord() {
    return root.values();
  }

  @Override
  public GroupConverter getRootConverter() {
    return root;
  }

  /** A row of nothing but the template: for a file of which no column is read. */
  Object[] withoutColumns() {
    root.start();
    return root.values();
  }
}
