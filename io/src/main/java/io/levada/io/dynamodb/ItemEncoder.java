/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Makes rows of one schema items of one layout. */
final class ItemEncoder {

  private final ItemLayout.Attribute[] attributes;
  private final int[] fields;
  private final FieldType[] types;

  /**
   * @param schema of the rows, with or without an envelope
   * @throws IllegalArgumentException if a column is missing, or can't be what the layout says
   */
  ItemEncoder(ItemLayout layout, Schema schema) {
    int count = layout.attributes().size();
    this.attributes = layout.attributes().toArray(ItemLayout.Attribute[]::new);
    this.fields = new int[count];
    this.types = new FieldType[count];
    for (int i = 0; i < count; i++) {
      String column = attributes[i].column();
      if (!schema.hasField(column)) {
        throw new IllegalArgumentException(
            "Cannot find column " + column + " (the columns are " + schema.getFieldNames() + ")");
      }
      fields[i] = schema.indexOf(column);
      types[i] = schema.getField(column).getType();
      ItemValues.checkType(attributes[i], types[i]);
    }
  }

  Map<String, AttributeValue> item(Row row) {
    Map<String, AttributeValue> item = new LinkedHashMap<>();
    for (int i = 0; i < attributes.length; i++) {
      Object value = row.getValues().get(fields[i]);
      if (value != null) {
        item.put(attributes[i].name(), ItemValues.of(attributes[i].type(), types[i], value));
      }
    }
    return item;
  }
}
