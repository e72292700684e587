/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.lake.HivePath.PartitionValue;
import io.levada.io.storage.Location;
import io.levada.rows.Envelope;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;

/**
 * What rows look like that are made of a table's files.
 *
 * @param folder the table's folder, below which paths have partition columns
 * @param schema of the rows as the files name their columns, with or without an envelope
 * @param output the same with the names that the rows get
 * @param partitionColumns the columns of the path
 */
record RowShape(Location folder, Schema schema, Schema output, List<String> partitionColumns)
    implements Serializable {

  static RowShape of(LakeTable table, Schema output) {
    Schema schema = Envelope.isIn(output) ? Envelope.around(table.schema()) : table.schema();
    return new RowShape(table.folder(), schema, output, table.partitionColumns());
  }

  boolean isEnveloped() {
    return Envelope.isIn(schema);
  }

  boolean isInPath(String column) {
    return partitionColumns.stream()
        .map(ColumnIndex::key)
        .anyMatch(ColumnIndex.key(column)::equals);
  }

  /** What all rows of a file have: the values of its path, and in an envelope its index. */
  Object[] template(int index, Location file) {
    Object[] template = new Object[schema.getFieldCount()];
    if (isEnveloped()) {
      template[Envelope.FILE] = index;
    }
    ColumnIndex columns = ColumnIndex.of(schema);
    for (PartitionValue value : HivePath.parse(file.relativeTo(folder))) {
      int place = columns.indexOf(value.column());
      if (place >= 0 && value.value() != null) {
        template[place] = PartitionType.parse(schema.getField(place).getType(), value.value());
      }
    }
    return template;
  }
}
