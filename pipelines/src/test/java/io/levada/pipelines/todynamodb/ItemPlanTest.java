/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.dynamodb.AttributeType;
import io.levada.io.dynamodb.ItemLayout.Attribute;
import io.levada.io.dynamodb.ItemLayout.KeyRole;
import io.levada.pipelines.UsageException;
import io.levada.transforms.ColumnExpression;
import io.levada.transforms.ColumnExpression.TimePart;
import io.levada.transforms.MappedColumn;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemPlanTest {

  private static final Schema PEOPLE =
      Schema.builder()
          .addNullableField("id", FieldType.INT64)
          .addNullableField("cityname", FieldType.STRING)
          .addNullableField("salario", FieldType.STRING)
          .addNullableField("nascimento", FieldType.logicalType(SqlTypes.DATE))
          .addNullableField("ativo", FieldType.BOOLEAN)
          .addNullableField("foto", FieldType.BYTES)
          .addNullableField("tags", FieldType.array(FieldType.STRING))
          .addNullableField("conta", FieldType.map(FieldType.STRING, FieldType.INT64))
          .addNullableField("preco", FieldType.logicalType(FixedPrecisionNumeric.of(9, 2)))
          .addNullableField("em", FieldType.logicalType(SqlTypes.TIMESTAMP))
          .build();

  private static final Map<String, String> INPUT_NAMES = Map.of("cityname", "cityName");
  private static final Map<String, String> RUN = Map.of("data_versao", "2024-05-01");

  private static ItemPlan plan(
      @Nullable String mapping,
      List<String> keys,
      @Nullable String order,
      Map<String, String> run) {
    ItemMapping parsed = mapping == null ? ItemMapping.AS_READ : MappingText.parse(mapping);
    return ItemPlan.of(new ItemPlan.Wish(parsed, keys, order, run), PEOPLE, INPUT_NAMES, Map.of());
  }

  private static ItemPlan plan(@Nullable String mapping, String... keys) {
    return plan(mapping, List.of(keys), null, Map.of());
  }

  private static Attribute attribute(String column, String name, AttributeType type, KeyRole role) {
    return new Attribute(column, name, type, role);
  }

  private static Attribute attribute(String column, String name, AttributeType type) {
    return attribute(column, name, type, KeyRole.NONE);
  }

  private static List<String> columns(ItemPlan plan) {
    return plan.mapping().schemaOf(PEOPLE).getFieldNames();
  }

  @Test
  void givesColumnsTheirInputsNamesAndTypesWithoutAMapping() {
    assertThat(
        plan(null, "id").layout().attributes(),
        contains(
            attribute("id", "id", AttributeType.N, KeyRole.PARTITION),
            attribute("cityname", "cityName", AttributeType.S),
            attribute("salario", "salario", AttributeType.S),
            attribute("nascimento", "nascimento", AttributeType.S),
            attribute("ativo", "ativo", AttributeType.BOOL),
            attribute("foto", "foto", AttributeType.B),
            attribute("tags", "tags", AttributeType.L),
            attribute("conta", "conta", AttributeType.M),
            attribute("preco", "preco", AttributeType.N),
            attribute("em", "em", AttributeType.S)));
  }

  @Test
  void takesKeysByTheirAttributeOrTheirSource() {
    List<Attribute> expected =
        List.of(
            attribute("pk", "pk", AttributeType.S, KeyRole.PARTITION),
            attribute("sk", "SK", AttributeType.S, KeyRole.SORT));

    assertThat(
        plan("id:pk:S,cityName:SK", "id", "cityName").layout().attributes(), equalTo(expected));
    assertThat(plan("id:pk:S,cityName:SK", "pk", "SK").layout().attributes(), equalTo(expected));
    assertThat(
        plan("id:pk:S,cityName:SK", "pk", "cityname").layout().attributes(), equalTo(expected));
  }

  @Test
  void readsTheNumbersInText() {
    ItemPlan plan = plan("id,salario:salary:N", "id");

    assertThat(
        plan.layout().attributes().get(1), equalTo(attribute("salary", "salary", AttributeType.N)));
    assertThat(
        plan.mapping().schemaOf(PEOPLE).getField("salary").getType(),
        equalTo(FieldType.STRING.withNullable(true)));
  }

  @Test
  void castsToTypesOfColumns() {
    ItemPlan plan = plan("id,salario:salary:decimal(10,2),cityName:foto:B", "id");

    assertThat(
        plan.layout().attributes().subList(1, 3),
        contains(
            attribute("salary", "salary", AttributeType.N),
            attribute("foto", "foto", AttributeType.B)));
    assertThat(
        plan.mapping().schemaOf(PEOPLE).getField("salary").getType(),
        equalTo(FieldType.logicalType(FixedPrecisionNumeric.of(10, 2)).withNullable(true)));
  }

  @Test
  void keepsTheOthersUnderTheirNames() {
    ItemPlan plan = plan("id:pk:S,*,-tags,-conta,-foto,-preco,-salario,year(nascimento):ano", "id");

    assertThat(
        plan.layout().attributes(),
        contains(
            attribute("pk", "pk", AttributeType.S, KeyRole.PARTITION),
            attribute("ano", "ano", AttributeType.N),
            attribute("cityname", "cityName", AttributeType.S),
            attribute("nascimento", "nascimento", AttributeType.S),
            attribute("ativo", "ativo", AttributeType.BOOL),
            attribute("em", "em", AttributeType.S)));
  }

  @Test
  void carriesAnOrderColumnThatIsNoAttribute() {
    ItemPlan plan = plan("id:pk:S", List.of("id"), "em", Map.of());

    assertThat(columns(plan), contains("pk", "em"));
    assertThat(plan.orderColumn(), equalTo("em"));
    assertThat(
        plan.layout().attributes(),
        contains(attribute("pk", "pk", AttributeType.S, KeyRole.PARTITION)));
  }

  @Test
  void ordersByAnAttribute() {
    assertThat(plan("id:pk:S,em:At", List.of("id"), "At", Map.of()).orderColumn(), equalTo("at"));
  }

  @Test
  void ordersByTheColumnThatAnAttributeIsTheTextOf() {
    ItemPlan plan = plan("id:pk:S,preco:v:S", List.of("id"), "v", Map.of());

    assertThat(columns(plan), contains("pk", "v", "preco"));
    assertThat(plan.orderColumn(), equalTo("preco"));
  }

  @Test
  void makesTextOfAllButTimes() {
    Schema items = plan("id:pk:S,em:at:S,tags:t:S", "id").mapping().schemaOf(PEOPLE);

    assertThat(
        items,
        equalTo(
            Schema.builder()
                .addNullableField("pk", FieldType.STRING)
                .addNullableField("at", FieldType.logicalType(SqlTypes.TIMESTAMP))
                .addNullableField("t", FieldType.STRING)
                .build()));
  }

  @Test
  void putsTheValuesOfTheRunBehindTheRows() {
    ItemPlan plan = plan("id:pk:S", List.of("id"), null, RUN);

    assertThat(columns(plan), contains("pk", "data_versao"));
    assertThat(plan.layout().attributes().size(), equalTo(1));
  }

  @Test
  void makesAttributesOfTheValuesOfTheRunThatAreMapped() {
    ItemPlan plan =
        plan("id:pk:S,data_versao,join('/',data_versao,cityName):v", List.of("id"), null, RUN);

    assertThat(columns(plan), contains("pk", "data_versao", "v"));
    assertThat(
        plan.layout().attributes().subList(1, 3),
        contains(
            attribute("data_versao", "data_versao", AttributeType.S),
            attribute("v", "v", AttributeType.S)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id,cityNmae | id | Invalid --mapping: there is no column 'cityNmae' (did you mean"
            + " cityName?; the columns are id, cityName, salario, nascimento, ativo, foto, tags,"
            + " conta, preco, em)",
        "id,*,-senha | id | Invalid --mapping: there is no column 'senha' (the columns are id,"
            + " cityName, salario, nascimento, ativo, foto, tags, conta, preco, em)",
        "id:pk:S | ik | Invalid --keyFields: 'ik' is neither an attribute nor a column that is"
            + " mapped to one (did you mean pk?; the attributes are pk)",
        "id:pk:S,cityName:id:S | id | Invalid --keyFields: 'id' can be attribute pk, and id (rename"
            + " one of them)",
        "id:a:S,id:b:S | id | Invalid --keyFields: 'id' can be attribute a, and b (rename one of"
            + " them)",
        "id:Pk:S,cityName:pk | Pk | Invalid --mapping: attributes 'Pk' and 'pk' are both column pk"
            + " of the table of items (give one another name, or drop it)",
        "id,nascimento:n:N | id | Invalid --mapping: attribute n is N, but a date is no number"
            + " (take S, or epoch(...) for seconds, which a time to live needs, or"
            + " epoch_millis(...))",
        "id,ativo:n:long | id | Invalid --mapping: Cannot cast column n to long: no boolean is a"
            + " long (give it another type)",
        "ativo | ativo | Invalid --mapping: Invalid key ativo: BOOL (a key is S, N or B)"
      })
  void refusesWhatDoesNotGoTogether(String mapping, String key, String message) {
    UsageException refused = assertThrows(UsageException.class, () -> plan(mapping, key));

    assertThat(refused.getMessage(), equalTo(message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id | enm | Invalid --orderField: there is no column 'enm' (did you mean em?; the columns"
            + " are id, cityName, salario, nascimento, ativo, foto, tags, conta, preco, em)",
        "id | tags | Invalid --orderField: 'tags' has no order (take a time, number or text)",
        "id,salario:s:N | s | Invalid --orderField: 's' is text that is read as numbers, and has"
            + " the order of text (give it a type to cast to, such as long or decimal(18,2))",
        "id:em | em | Invalid --orderField: 'em' can be attribute em, and column em, which is"
            + " another (rename the attribute)"
      })
  void refusesAnOrderThatIsNone(String mapping, String order, String message) {
    UsageException refused =
        assertThrows(UsageException.class, () -> plan(mapping, List.of("id"), order, Map.of()));

    assertThat(refused.getMessage(), equalTo(message));
  }

  @Test
  void ordersByAColumnWhoseNameAnAttributeHas() {
    ItemPlan plan = plan("id:EM", List.of("id"), "em", Map.of());

    assertThat(columns(plan), contains("em", "em_order"));
    assertThat(plan.orderColumn(), equalTo("em_order"));
  }

  @Test
  void makesTextsOfTextsWhereThereAreAny() {
    ItemMapping mapping =
        MappingText.parse("em:pk:S,em:s:string,join('#',em,cityName):j,em:at,year(em):y");
    ItemPlan.Wish wish = new ItemPlan.Wish(mapping, List.of("pk"), null, Map.of());
    Schema schema =
        Schema.builder()
            .addFields(PEOPLE.getFields())
            .addNullableField("em_text", FieldType.STRING)
            .build();

    ItemPlan plan = ItemPlan.of(wish, schema, INPUT_NAMES, Map.of("em", "em_text"));

    ColumnExpression text = ColumnExpression.column("em_text");
    assertThat(
        plan.mapping().columns().stream().map(MappedColumn::of).toList(),
        contains(
            text,
            text,
            ColumnExpression.join("#", List.of(text, ColumnExpression.column("cityName"))),
            ColumnExpression.column("em"),
            ColumnExpression.part(TimePart.YEAR, ColumnExpression.column("em"))));
  }

  @Test
  void refusesThreeKeys() {
    UsageException refused =
        assertThrows(UsageException.class, () -> plan(null, "id", "cityName", "em"));

    assertThat(
        refused.getMessage(),
        equalTo(
            "Invalid --keyFields: id,cityName,em (name the partition key, and then the sort key if"
                + " the table has one)"));
  }
}
