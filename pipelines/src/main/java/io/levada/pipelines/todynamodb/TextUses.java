/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.io.dynamodb.AttributeType;
import io.levada.rows.ColumnKind;
import io.levada.rows.ColumnNames;
import io.levada.transforms.ColumnExpression;
import io.levada.transforms.ValueType;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.schemas.Schema;

/**
 * Where a mapping takes the text of a column: as an attribute {@code S} or {@code string}, as a
 * part of one that is joined, and as a key without a type that is a date or time.
 */
final class TextUses {

  private TextUses() {}

  /** The columns of a schema that are taken so. */
  static Set<String> in(ItemPlan.Wish wish, Schema schema) {
    Set<String> columns = new TreeSet<>();
    for (ItemColumn item : wish.mapping().columns()) {
      if (isText(item, wish, schema)) {
        collect(item.of(), schema, columns);
      }
    }
    if (wish.mapping().keepsOthers()) {
      for (String name : schema.getFieldNames()) {
        ItemColumn other = new ItemColumn(name, ColumnExpression.column(name), ItemType.OWN);
        if (isText(other, wish, schema)) {
          columns.add(name);
        }
      }
    }
    return columns;
  }

  private static void collect(ColumnExpression of, Schema schema, Set<String> columns) {
    if (of instanceof ColumnExpression.Column column) {
      find(column.name(), schema).ifPresent(columns::add);
    }
    if (of instanceof ColumnExpression.Join join) {
      join.parts().forEach(part -> collect(part, schema, columns));
    }
  }

  /** Whether an attribute is made of texts. */
  static boolean isText(ItemColumn item, ItemPlan.Wish wish, Schema schema) {
    boolean isTextType =
        item.type().attribute() == AttributeType.S || ValueType.STRING.equals(item.type().column());
    if (isTextType || item.of() instanceof ColumnExpression.Join) {
      return true;
    }
    Optional<String> column =
        Optional.ofNullable(item.source()).flatMap(name -> find(name, schema));
    return item.type().equals(ItemType.OWN)
        && column.isPresent()
        && isTime(ColumnKind.of(schema.getField(column.get()).getType()))
        && isKey(item, column.get(), wish, schema);
  }

  private static boolean isKey(ItemColumn item, String column, ItemPlan.Wish wish, Schema schema) {
    return wish.keyFields().stream()
        .anyMatch(
            key -> key.equals(item.attribute()) || find(key, schema).equals(Optional.of(column)));
  }

  /** Whether values are dates or times. */
  static boolean isTime(ColumnKind kind) {
    return kind == ColumnKind.DATE || kind == ColumnKind.TIMESTAMP || kind == ColumnKind.DATETIME;
  }

  private static Optional<String> find(String name, Schema schema) {
    return ColumnNames.find(schema.getFieldNames(), name);
  }
}
