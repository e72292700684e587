/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.io.dynamodb.AttributeType;
import io.levada.io.dynamodb.ItemCheck;
import io.levada.io.dynamodb.ItemLayout;
import io.levada.io.dynamodb.ItemLayout.Attribute;
import io.levada.io.dynamodb.ItemLayout.KeyRole;
import io.levada.pipelines.NearestName;
import io.levada.pipelines.UsageException;
import io.levada.rows.ColumnKind;
import io.levada.rows.ColumnNames;
import io.levada.transforms.ColumnExpression;
import io.levada.transforms.ColumnMapping;
import io.levada.transforms.MappedColumn;
import io.levada.transforms.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A mapping for rows of one schema: the columns of the table of items, and what of them are
 * attributes.
 *
 * @param mapping of the rows that are read to those of the table of items
 * @param layout of the items
 * @param orderColumn the column of the table of items by which the newest row of a key is told, or
 *     null
 */
record ItemPlan(ColumnMapping mapping, ItemLayout layout, @Nullable String orderColumn) {

  /**
   * What is asked for.
   *
   * @param keyFields the names of one or two attributes, or of columns that are mapped to them
   * @param orderField the name of a column or an attribute, or null
   * @param runValues columns that have one value in each row of a run, by their names; the table of
   *     items is partitioned by them
   */
  record Wish(
      ItemMapping mapping,
      List<String> keyFields,
      @Nullable String orderField,
      Map<String, String> runValues) {}

  /** A column of the table of items that is an attribute. */
  private record Planned(
      String attribute, MappedColumn column, AttributeType type, @Nullable String source) {}

  /**
   * The plan for rows of a schema.
   *
   * @param schema of the rows that are read, without an envelope
   * @param inputNames of its columns, where they have others
   * @param texts columns that have the texts of others, by those; they are no columns by themselves
   * @throws UsageException if the mapping or the keys don't go with the schema; the message says
   *     what does
   */
  static ItemPlan of(
      Wish wish, Schema schema, Map<String, String> inputNames, Map<String, String> texts) {
    try {
      return new Planner(wish, schema, inputNames, texts).plan();
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --mapping: " + e.getMessage());
    }
  }

  /** Makes one plan. */
  private static final class Planner {
    private final Wish wish;
    private final Schema schema;
    private final List<String> names;
    private final Map<String, String> inputNames;
    private final Map<String, String> texts;
    private final Map<String, Planned> byColumn = new LinkedHashMap<>();

    Planner(Wish wish, Schema schema, Map<String, String> inputNames, Map<String, String> texts) {
      this.wish = wish;
      this.schema = schema;
      this.inputNames = inputNames;
      this.texts = texts;
      this.names = new ArrayList<>(schema.getFieldNames());
      names.removeAll(texts.values());
    }

    ItemPlan plan() {
      checkColumns();
      wish.mapping().columns().forEach(column -> add(planned(column)));
      if (wish.mapping().keepsOthers()) {
        addOthers();
      }
      List<String> keys = keyColumns();
      List<MappedColumn> columns = new ArrayList<>();
      byColumn.values().forEach(planned -> columns.add(planned.column()));
      @Nullable String order = orderColumn(columns);
      for (Map.Entry<String, String> value : wish.runValues().entrySet()) {
        if (columns.stream().noneMatch(column -> column.name().equals(value.getKey()))) {
          columns.add(MappedColumn.of(value.getKey(), ColumnExpression.constant(value.getValue())));
        }
      }

      ItemPlan plan = new ItemPlan(ColumnMapping.of(columns), layout(keys), order);
      ItemCheck.of(plan.layout(), plan.mapping().schemaOf(schema));
      return plan;
    }

    /** Names the column that was meant where one is not there. */
    private void checkColumns() {
      TreeSet<String> named = new TreeSet<>(wish.mapping().dropped());
      wish.mapping().columns().forEach(column -> named.addAll(column.of().columns()));
      for (String name : named) {
        if (find(name).isEmpty() && !wish.runValues().containsKey(name)) {
          throw new UsageException("Invalid --mapping: " + noSuchColumn(name));
        }
      }
    }

    private Optional<String> find(String name) {
      return ColumnNames.find(names, name);
    }

    private String noSuchColumn(String name) {
      List<String> given = names.stream().map(this::inputName).toList();
      return "there is no column '"
          + name
          + "' ("
          + NearestName.of(name, given).map(near -> "did you mean " + near + "?; ").orElse("")
          + "the columns are "
          + String.join(", ", given)
          + ")";
    }

    private String inputName(String column) {
      return inputNames.getOrDefault(column, column);
    }

    private void add(Planned planned) {
      Planned twin = byColumn.putIfAbsent(planned.column().name(), planned);
      if (twin != null) {
        throw new UsageException(
            "Invalid --mapping: attributes '%s' and '%s' are both column %s of the table of items (give one another name, or drop it)"
                .formatted(twin.attribute(), planned.attribute(), planned.column().name()));
      }
    }

    /** All columns but those that are dropped, and those that only get another name or type. */
    private void addOthers() {
      Set<String> gone = new HashSet<>();
      wish.mapping().dropped().forEach(name -> find(name).ifPresent(gone::add));
      for (ItemColumn column : wish.mapping().columns()) {
        if (column.source() != null) {
          find(column.source()).ifPresent(gone::add);
        }
      }
      for (String name : names) {
        if (!gone.contains(name)) {
          ColumnExpression of = ColumnExpression.column(name);
          add(planned(new ItemColumn(inputName(name), of, ItemType.OWN)));
        }
      }
    }

    private Planned planned(ItemColumn item) {
      ColumnExpression of = withRunValues(item.of());
      if (TextUses.isText(item, wish, schema)) {
        of = withTexts(of);
      }
      String column = ColumnNames.safe(item.attribute());
      FieldType own = of.typeIn(schema);
      @Nullable ValueType cast = item.type().column();
      @Nullable AttributeType type = item.type().attribute();
      if (type != null) {
        ColumnKind kind = ColumnKind.of(own);
        boolean isText = kind == ColumnKind.STRING;
        switch (type) {
          case N -> {
            of = isText ? ColumnExpression.number(of) : of;
            refuseNumber(item, kind);
          }
          case BOOL -> cast = kind == ColumnKind.BOOLEAN ? null : ValueType.BOOLEAN;
          case B -> cast = isText ? ValueType.BYTES : null;
          case S -> cast = isText || TextUses.isTime(kind) ? null : ValueType.STRING;
          default -> {}
        }
      }
      AttributeType attribute =
          type != null ? type : attributeOf(cast == null ? own : cast.toFieldType());
      return new Planned(
          item.attribute(), new MappedColumn(column, of, cast), attribute, item.source());
    }

    private static void refuseNumber(ItemColumn item, ColumnKind kind) {
      if (TextUses.isTime(kind)) {
        throw new UsageException(
            "Invalid --mapping: attribute %s is N, but a date is no number (take S, or epoch(...) for seconds, which a time to live needs, or epoch_millis(...))"
                .formatted(item.attribute()));
      }
    }

    private static AttributeType attributeOf(FieldType type) {
      return switch (ColumnKind.of(type)) {
        case STRING, DATE, TIMESTAMP, DATETIME -> AttributeType.S;
        case INT16, INT32, INT64, FLOAT, DOUBLE, DECIMAL -> AttributeType.N;
        case BOOLEAN -> AttributeType.BOOL;
        case BYTES -> AttributeType.B;
        case NESTED ->
            type.getTypeName() == Schema.TypeName.ARRAY ? AttributeType.L : AttributeType.M;
      };
    }

    /** A column that the rows have not, but the run has a value for, is that constant. */
    private ColumnExpression withRunValues(ColumnExpression of) {
      if (of instanceof ColumnExpression.Column column) {
        @Nullable String value = wish.runValues().get(column.name());
        return value == null || find(column.name()).isPresent()
            ? of
            : ColumnExpression.constant(value);
      }
      if (of instanceof ColumnExpression.Join join) {
        return ColumnExpression.join(
            join.separator(), join.parts().stream().map(this::withRunValues).toList());
      }
      if (of instanceof ColumnExpression.Part part) {
        return ColumnExpression.part(part.part(), withRunValues(part.of()));
      }
      return of instanceof ColumnExpression.Format format
          ? ColumnExpression.format(format.pattern(), withRunValues(format.of()))
          : of;
    }

    /** The same of the columns' texts, where there are any. */
    private ColumnExpression withTexts(ColumnExpression of) {
      if (of instanceof ColumnExpression.Column column) {
        @Nullable String text = find(column.name()).map(texts::get).orElse(null);
        return text == null ? of : ColumnExpression.column(text);
      }
      return of instanceof ColumnExpression.Join join
          ? ColumnExpression.join(
              join.separator(), join.parts().stream().map(this::withTexts).toList())
          : of;
    }

    private List<String> keyColumns() {
      int count = wish.keyFields().size();
      if (count < 1 || count > 2) {
        throw new UsageException(
            "Invalid --keyFields: "
                + String.join(",", wish.keyFields())
                + " (name the partition key, and then the sort key if the table has one)");
      }
      List<String> columns = new ArrayList<>();
      for (String name : wish.keyFields()) {
        Planned key =
            named("--keyFields", name)
                .orElseThrow(
                    () ->
                        new UsageException(
                            "Invalid --keyFields: '"
                                + name
                                + "' is neither an attribute nor a column that is mapped to one"
                                + nearest(name)));
        columns.add(key.column().name());
      }
      return columns;
    }

    private String nearest(String name) {
      List<String> attributes = byColumn.values().stream().map(Planned::attribute).toList();
      return " ("
          + NearestName.of(name, attributes).map(near -> "did you mean " + near + "?; ").orElse("")
          + "the attributes are "
          + String.join(", ", attributes)
          + ")";
    }

    /** The attribute of a name, or else the one that the column of the name is mapped to. */
    private Optional<Planned> named(String option, String name) {
      Optional<String> column = find(name);
      List<Planned> meant = new ArrayList<>();
      for (Planned planned : byColumn.values()) {
        boolean isSource =
            planned.source() != null && column.isPresent() && find(planned.source()).equals(column);
        if (planned.attribute().equals(name) || isSource) {
          meant.add(planned);
        }
      }
      if (meant.size() > 1) {
        throw new UsageException(
            "Invalid %s: '%s' can be attribute %s, and %s (rename one of them)"
                .formatted(option, name, meant.get(0).attribute(), meant.get(1).attribute()));
      }
      return meant.stream().findFirst();
    }

    /**
     * A column that is no attribute is appended, for the table of items alone; so is one whose
     * attribute is its text, which has another order.
     */
    private @Nullable String orderColumn(List<MappedColumn> columns) {
      @Nullable String name = wish.orderField();
      if (name == null) {
        return null;
      }

      Optional<Planned> attribute = named("--orderField", name);
      attribute.ifPresent(planned -> refuseOtherColumn(name, planned));
      MappedColumn order =
          attribute.isPresent() && !isTextOfOther(attribute.get())
              ? attribute.get().column()
              : appended(attribute.map(Planned::source).orElse(name), columns);
      ColumnKind kind = ColumnKind.of(order.of().typeIn(schema));
      if (order.type() == null && (kind == ColumnKind.NESTED || kind == ColumnKind.BYTES)) {
        throw new UsageException(
            "Invalid --orderField: '" + name + "' has no order (take a time, number or text)");
      }
      if (order.of() instanceof ColumnExpression.NumberText) {
        throw new UsageException(
            "Invalid --orderField: '%s' is text that is read as numbers, and has the order of text (give it a type to cast to, such as long or decimal(18,2))"
                .formatted(name));
      }
      return order.name();
    }

    private boolean isTextOfOther(Planned planned) {
      Optional<String> source = Optional.ofNullable(planned.source()).flatMap(this::find);
      MappedColumn column = planned.column();
      FieldType type =
          column.type() == null ? column.of().typeIn(schema) : column.type().toFieldType();
      return source.isPresent()
          && ColumnKind.of(type) == ColumnKind.STRING
          && ColumnKind.of(schema.getField(source.get()).getType()) != ColumnKind.STRING;
    }

    /** An attribute can have the name of a column that is something else. */
    private void refuseOtherColumn(String name, Planned attribute) {
      Optional<String> column = find(name);
      boolean isItself = attribute.source() != null && find(attribute.source()).equals(column);
      if (column.isPresent() && !isItself) {
        throw new UsageException(
            "Invalid --orderField: '%s' can be attribute %s, and column %s, which is another (rename the attribute)"
                .formatted(name, attribute.attribute(), inputName(column.get())));
      }
    }

    private MappedColumn appended(String field, List<MappedColumn> columns) {
      String column =
          find(field)
              .orElseThrow(
                  () -> new UsageException("Invalid --orderField: " + noSuchColumn(field)));
      Set<String> taken = columns.stream().map(MappedColumn::name).collect(Collectors.toSet());
      String name = taken.contains(column) ? ColumnNames.free(column + "_order", taken) : column;
      MappedColumn order = MappedColumn.renamed(column, name);
      columns.add(order);
      return order;
    }

    private ItemLayout layout(List<String> keys) {
      List<Attribute> attributes = new ArrayList<>();
      for (Planned planned : byColumn.values()) {
        String column = planned.column().name();
        int key = keys.indexOf(column);
        KeyRole role = key < 0 ? KeyRole.NONE : key == 0 ? KeyRole.PARTITION : KeyRole.SORT;
        attributes.add(new Attribute(column, planned.attribute(), planned.type(), role));
      }
      return new ItemLayout(attributes);
    }
  }
}
