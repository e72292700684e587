/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Envelope;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Puts columns in the place of structs: {@code collection{id, name}} becomes {@code collection_id}
 * and {@code collection_name}, at any depth.
 *
 * <pre>{@code
 * rows.apply("Flatten", FlattenNested.create());
 * // {collection: {id: 7, name: "x"}, genres: [{id: 18, name: "Drama"}]} becomes
 * // {collection_id: 7, collection_name: "x", genres_id: [18], genres_name: ["Drama"]}
 * }</pre>
 *
 * <p>A list of structs becomes a list for each field, all as long as it was: a struct that is null
 * is a null in each. A struct that is null gives nulls, and can't be told from one of nulls. Lists
 * of other things, and maps with all that is in them, stay as they are, and so do other columns.
 *
 * <p>The rows may be bounded or not, of any schema and in any windows; order, timestamps and
 * windows stay as they are. In an {@link Envelope} notes pass.
 */
public final class FlattenNested extends PTransform<PCollection<Row>, PCollection<Row>> {

  private static final long serialVersionUID = 1;

  private FlattenNested() {}

  public static FlattenNested create() {
    return new FlattenNested();
  }

  /**
   * @throws IllegalArgumentException if two columns would have one name, whatever the case of
   *     letters
   */
  @Override
  public PCollection<Row> expand(PCollection<Row> rows) {
    Schema input = rows.getSchema();
    return rows.apply("Flatten structs", ParDo.of(new FlattenFn(input)))
        .setRowSchema(schema(columns(input)));
  }

  /**
   * A column of the result.
   *
   * @param source the index of the column that it is made of
   * @param path how its values are named in that, for messages
   * @param value what it takes of that
   */
  private record Column(Field field, int source, String path, UnaryOperator<Object> value) {}

  private static List<Column> columns(Schema input) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < input.getFieldCount(); i++) {
      Field field = input.getField(i);
      flatten(field.getName(), field.getName(), field.getType(), i, value -> value, columns);
    }
    Map<String, Column> byName = new HashMap<>();
    for (Column column : columns) {
      Column twin = byName.put(column.field().getName().toLowerCase(Locale.ROOT), column);
      if (twin != null) {
        throw new IllegalArgumentException(
            "Cannot flatten %s: it and %s would both be column %s (rename one in a schema file)"
                .formatted(column.path(), twin.path(), column.field().getName()));
      }
    }
    return columns;
  }

  private static void flatten(
      String name,
      String path,
      FieldType type,
      int source,
      UnaryOperator<Object> value,
      List<Column> columns) {
    if (type.getTypeName() == TypeName.ROW) {
      List<Field> members = type.getRowSchema().getFields();
      for (int i = 0; i < members.size(); i++) {
        Field member = members.get(i);
        int index = i;
        flatten(
            name + "_" + member.getName(),
            path + "." + member.getName(),
            member.getType().withNullable(true),
            source,
            struct -> ofStruct(value.apply(struct), index),
            columns);
      }
      return;
    }
    if (type.getTypeName() == TypeName.ARRAY && hasStruct(type)) {
      List<Column> elements = new ArrayList<>();
      flatten(name, path + "[]", type.getCollectionElementType(), source, item -> item, elements);
      for (Column element : elements) {
        columns.add(
            new Column(
                Field.of(
                    element.field().getName(),
                    FieldType.array(element.field().getType().withNullable(true))
                        .withNullable(type.getNullable())),
                source,
                element.path(),
                list -> ofList(value.apply(list), element.value())));
      }
      return;
    }
    columns.add(new Column(Field.of(name, type), source, path, value));
  }

  private static boolean hasStruct(FieldType type) {
    return switch (type.getTypeName()) {
      case ROW -> true;
      case ARRAY -> hasStruct(type.getCollectionElementType());
      default -> false;
    };
  }

  private static @Nullable Object ofStruct(@Nullable Object struct, int index) {
    return struct == null ? null : ((Row) struct).getValues().get(index);
  }

  private static @Nullable Object ofList(@Nullable Object list, UnaryOperator<Object> value) {
    if (list == null) {
      return null;
    }
    List<Object> values = new ArrayList<>();
    for (Object element : (Iterable<?>) list) {
      values.add(value.apply(element));
    }
    return values;
  }

  private static Schema schema(List<Column> columns) {
    return Schema.builder().addFields(columns.stream().map(Column::field).toList()).build();
  }

  static final class FlattenFn extends DoFn<Row, Row> implements Serializable {

    private static final long serialVersionUID = 1;

    private final Schema input;
    private transient boolean enveloped;
    private transient List<Column> columns;
    private transient Schema output;

    FlattenFn(Schema input) {
      this.input = input;
    }

    @Setup
    public void setup() {
      enveloped = Envelope.isIn(input);
      columns = columns(input);
      output = schema(columns);
    }

    /** Takes the context, since an OutputReceiver builds each windowed value twice. */
    @ProcessElement
    public void process(ProcessContext context) {
      Row row = context.element();
      byte[] note = enveloped ? Envelope.noteOf(row) : null;
      if (note != null) {
        context.output(Envelope.of(output, note));
        return;
      }
      List<Object> values = row.getValues();
      Object[] flat = new Object[columns.size()];
      for (int i = 0; i < flat.length; i++) {
        Column column = columns.get(i);
        flat[i] = column.value().apply(values.get(column.source()));
      }
      context.output(Row.withSchema(output).attachValues(Arrays.asList(flat)));
    }
  }
}
