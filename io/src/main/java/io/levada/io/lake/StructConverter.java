/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads a group as a row; the fields that a file lacks are null. */
final class StructConverter extends GroupConverter implements Target {

  private final Object[] template;
  private final Converter[] fields;
  private final int[] lists;
  private final @Nullable Schema schema;
  private final @Nullable Target target;
  private final int targetPlace;
  private Object[] values;

  /**
   * @param schema of the row that is made, or null if only its values are wanted
   */
  private StructConverter(
      GroupType group,
      List<FieldType> types,
      List<Integer> places,
      Object[] template,
      @Nullable Schema schema,
      @Nullable Target target,
      int targetPlace) {
    this.template = template;
    this.values = template;
    this.schema = schema;
    this.target = target;
    this.targetPlace = targetPlace;
    this.fields = new Converter[group.getFieldCount()];
    List<Integer> repeated = new ArrayList<>();
    for (int i = 0; i < fields.length; i++) {
      Type field = group.getType(i);
      int place = places.get(i);
      if (place < 0) {
        fields[i] = UnreadValue.of(field);
      } else if (field.isRepetition(Repetition.REPEATED)) {
        repeated.add(place);
        FieldType element = types.get(i).getCollectionElementType();
        fields[i] = ValueConverter.of(field, element, this::addToList, place);
      } else {
        fields[i] = ValueConverter.of(field, types.get(i), this, place);
      }
    }
    this.lists = repeated.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The converter of whole records. */
  static StructConverter root(
      GroupType columns, List<FieldType> types, List<Integer> places, Object[] template) {
    return new StructConverter(columns, types, places, template, null, null, 0);
  }

  /** The converter of a group that becomes a row of the type, without fields it does not have. */
  static StructConverter of(GroupType group, FieldType type, Target target, int place) {
    Schema schema = type.getRowSchema();
    ColumnIndex names = ColumnIndex.of(schema);
    List<FieldType> types = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    for (Type field : group.getFields()) {
      int at = names.indexOf(field.getName());
      places.add(at);
      types.add(at < 0 ? FieldType.STRING : schema.getField(at).getType());
    }
    Object[] nulls = new Object[schema.getFieldCount()];
    return new StructConverter(group, types, places, nulls, schema, target, place);
  }

  Object[] values() {
    return values;
  }

  @Override
  public Converter getConverter(int field) {
    return fields[field];
  }

  @Override
  public void start() {
    values = template.clone();
    for (int list : lists) {
      values[list] = new ArrayList<>();
    }
  }

  @Override
  public void end() {
    if (target != null) {
      target.set(targetPlace, Row.withSchema(schema).attachValues(Arrays.asList(values)));
    }
  }

  @Override
  public void set(int place, Object value) {
    values[place] = value;
  }

  /** A repeated field that is no part of a list has no start and no end of its own. */
  @SuppressWarnings("unchecked") // start() has put the list there
  private void addToList(int place, Object value) {
    ((List<Object>) values[place]).add(value);
  }
}
