/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.Envelope;
import java.io.Serializable;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;

/**
 * What rows look like that are made of a table's files.
 *
 * @param schema of the rows as the files name their columns, with or without an envelope
 * @param output the same with the names that the rows get
 * @param partitionColumns those whose values a file does not have, but its partition
 */
record RowShape(Schema schema, Schema output, List<String> partitionColumns)
    implements Serializable {

  static RowShape of(LakeTable table, Schema output) {
    Schema schema = Envelope.isIn(output) ? Envelope.around(table.schema()) : table.schema();
    return new RowShape(schema, output, table.partitionColumns());
  }

  boolean isEnveloped() {
    return Envelope.isIn(schema);
  }

  boolean isOfPartition(String column) {
    return partitionColumns.stream()
        .map(ColumnIndex::key)
        .anyMatch(ColumnIndex.key(column)::equals);
  }

  /** What all rows of a file have: the values of its partition, and in an envelope its index. */
  Object[] template(int index, TableFile file) {
    Object[] template = new Object[schema.getFieldCount()];
    if (isEnveloped()) {
      template[Envelope.FILE] = index;
    }
    ColumnIndex columns = ColumnIndex.of(schema);
    for (int i = 0; i < partitionColumns.size(); i++) {
      int place = columns.indexOf(partitionColumns.get(i));
      String value = file.partition().get(i);
      if (place >= 0 && value != null) {
        template[place] = PartitionType.parse(schema.getField(place).getType(), value);
      }
    }
    return template;
  }
}
