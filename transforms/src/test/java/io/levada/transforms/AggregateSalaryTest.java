/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static io.levada.transforms.AggregateMeasure.count;
import static io.levada.transforms.AggregateMeasure.max;
import static io.levada.transforms.AggregateMeasure.mean;
import static io.levada.transforms.AggregateMeasure.min;
import static io.levada.transforms.AggregateMeasure.rows;
import static io.levada.transforms.AggregateMeasure.sum;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.Envelope;
import io.levada.rows.GroupCount;
import io.levada.rows.Note;
import io.levada.rows.ReadCount;
import io.levada.rows.Reject;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline.PipelineExecutionException;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.FlatMapElements;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TimestampedValue;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.Duration;
import org.joda.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class AggregateSalaryTest {

  private static final Schema PERSON =
      Schema.builder()
          .addInt32Field("idade")
          .addNullableField("salario", FieldType.DOUBLE)
          .addBooleanField("ativo")
          .addStringField("mes")
          .addNullableField("ano", FieldType.STRING)
          .build();

  private static final Schema ENVELOPED = Envelope.around(PERSON);

  @Test
  void takesTheMeanSalaryByAgeActivityYearAndMonth(TestPipeline pipeline) {
    Schema expected =
        Schema.builder()
            .addInt32Field("idade")
            .addBooleanField("ativo")
            .addNullableField("ano", FieldType.STRING)
            .addStringField("mes")
            .addNullableField("salario_medio", FieldType.DOUBLE)
            .build();

    PCollection<Row> means =
        people(
                pipeline,
                person(30, 1_000.10, true, "2026", "05"),
                person(30, 2_000.20, true, "2026", "05"),
                person(30, 7.0, false, "2026", "05"),
                person(31, 8.0, true, "2026", "05"),
                person(30, 9.0, true, "2025", "05"),
                person(30, 10.0, true, "2026", "06"))
            .apply(AggregateSalary.create());

    assertThat(means.getSchema(), equalTo(expected));
    PAssert.that(means)
        .containsInAnyOrder(
            row(expected, 30, true, "2026", "05", 1_500.15),
            row(expected, 30, false, "2026", "05", 7.0),
            row(expected, 31, true, "2026", "05", 8.0),
            row(expected, 30, true, "2025", "05", 9.0),
            row(expected, 30, true, "2026", "06", 10.0));
    pipeline.run();
  }

  @Test
  void takesAnotherColumnAndAnotherName(TestPipeline pipeline) {
    PCollection<Row> means =
        people(pipeline, person(30, 1.0, true, "2026", "05"), person(41, 1.0, true, "2026", "05"))
            .apply(AggregateSalary.create().by("ativo").measuring(mean("idade").as("idade_media")));

    Schema expected =
        Schema.builder()
            .addBooleanField("ativo")
            .addNullableField("idade_media", FieldType.DOUBLE)
            .build();
    PAssert.that(means).containsInAnyOrder(row(expected, true, 35.5));
    pipeline.run();
  }

  @Test
  void addsTheMeasuresThatAreAskedFor(TestPipeline pipeline) {
    AggregateSalary all =
        AggregateSalary.create()
            .by("mes")
            .measuring(
                max("salario").as("maior"),
                mean("salario"),
                min("idade").as("mais_novo"),
                sum("salario").as("soma"),
                count("salario").as("n"),
                rows().as("pessoas"));

    PCollection<Row> measures =
        people(
                pipeline,
                person(1, 4.0, true, "2026", "05"),
                person(2, null, true, "2026", "05"),
                person(3, -1.5, true, "2026", "05"))
            .apply(all);

    Schema expected =
        Schema.builder()
            .addStringField("mes")
            .addNullableField("maior", FieldType.DOUBLE)
            .addNullableField("mean_salario", FieldType.DOUBLE)
            .addNullableField("mais_novo", FieldType.INT32)
            .addNullableField("soma", FieldType.DOUBLE)
            .addInt64Field("n")
            .addInt64Field("pessoas")
            .build();
    assertThat(measures.getSchema(), equalTo(expected));
    PAssert.that(measures).containsInAnyOrder(row(expected, "05", 4.0, 1.25, 1, 2.5, 2L, 3L));
    pipeline.run();
  }

  @Test
  void keepsTheTypesOfIntegersAndDecimals(TestPipeline pipeline) {
    FieldType money = FieldType.logicalType(FixedPrecisionNumeric.of(10, 2));
    Schema schema = Schema.builder().addInt16Field("n").addField("valor", money).build();
    PCollection<Row> rows =
        pipeline.apply(
            Create.of(
                    row(schema, (short) 1, new BigDecimal("1.25")),
                    row(schema, (short) 2, new BigDecimal("3.50")))
                .withRowSchema(schema));
    AggregateSalary all =
        AggregateSalary.create()
            .by()
            .measuring(
                mean("n"), sum("n"), min("n"), max("n"), mean("valor"), sum("valor"), min("valor"));

    PCollection<Row> measures = rows.apply(all);

    Schema expected =
        Schema.builder()
            .addNullableField("mean_n", FieldType.DOUBLE)
            .addNullableField("sum_n", FieldType.INT64)
            .addNullableField("min_n", FieldType.INT16)
            .addNullableField("max_n", FieldType.INT16)
            .addNullableField("mean_valor", FieldType.DOUBLE)
            .addNullableField("sum_valor", FieldType.logicalType(FixedPrecisionNumeric.of(38, 2)))
            .addNullableField("min_valor", money)
            .build();
    assertThat(measures.getSchema(), equalTo(expected));
    PAssert.that(measures)
        .containsInAnyOrder(
            row(
                expected,
                1.5,
                3L,
                (short) 1,
                (short) 2,
                2.375,
                new BigDecimal("4.75"),
                new BigDecimal("1.25")));
    pipeline.run();
  }

  @Test
  void givesNullForAGroupOfNulls(TestPipeline pipeline) {
    PCollection<Row> means =
        people(pipeline, person(1, null, true, "2026", "05"), person(2, null, true, "2026", "05"))
            .apply(
                AggregateSalary.create()
                    .by("mes")
                    .measuring(
                        mean("salario"), count("salario"), sum("salario"), min("salario"), rows()));

    PAssert.that(means).containsInAnyOrder(row(means.getSchema(), "05", null, 0L, null, null, 2L));
    pipeline.run();
  }

  @Test
  void groupsRowsWithNullColumns(TestPipeline pipeline) {
    PCollection<Row> means =
        people(
                pipeline,
                person(1, 1.0, true, null, "05"),
                person(2, 2.0, true, null, "05"),
                person(3, 9.0, true, "", "05"))
            .apply(AggregateSalary.create().by(List.of("ano")));

    PAssert.that(means)
        .containsInAnyOrder(row(means.getSchema(), null, 1.5), row(means.getSchema(), "", 9.0));
    pipeline.run();
  }

  @Test
  void isExactOverManyBundles(TestPipeline pipeline) {
    Random random = new Random(31);
    BigDecimal exact = BigDecimal.ZERO;
    List<Row> people = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      double salary = Math.scalb(random.nextDouble() - 0.5, random.nextInt(600) - 300);
      exact = exact.add(new BigDecimal(salary));
      people.add(person(i, salary, true, "2026", "05"));
    }
    double mean = exact.divide(BigDecimal.valueOf(4_000)).doubleValue();
    PCollectionList<Row> parts = PCollectionList.empty(pipeline);
    for (int part = 0; part < 8; part++) {
      parts =
          parts.and(people(pipeline, "Part " + part, people.subList(500 * part, 500 * part + 500)));
    }

    PCollection<Row> means =
        parts.apply(Flatten.pCollections()).apply(AggregateSalary.create().by("mes"));

    PAssert.that(means).containsInAnyOrder(row(means.getSchema(), "05", mean));
    pipeline.run();
  }

  @Test
  void takesMoreGroupsThanABundleHolds(TestPipeline pipeline) {
    int groups = 17_000;
    PCollection<Row> oneBundle =
        pipeline
            .apply(Create.of(groups))
            .apply(
                FlatMapElements.into(TypeDescriptors.rows())
                    .via(
                        count ->
                            IntStream.range(0, 2 * count)
                                .mapToObj(i -> person(i % count, 1.0 * i, true, "2026", "05"))
                                .toList()))
            .setRowSchema(PERSON);

    PCollection<Row> means =
        oneBundle.apply(
            AggregateSalary.create().by("idade").measuring(mean("salario"), count("salario")));

    List<Row> expected =
        IntStream.range(0, groups)
            .mapToObj(group -> row(means.getSchema(), group, group + groups / 2.0, 2L))
            .toList();
    PAssert.that(means).containsInAnyOrder(expected);
    pipeline.run();
  }

  @Test
  void keepsWindowsApart(TestPipeline pipeline) {
    Row person = person(1, 1.0, true, "2026", "05");
    PCollection<Row> windowed =
        pipeline
            .apply(
                Create.timestamped(
                        TimestampedValue.of(person, Instant.ofEpochMilli(0)),
                        TimestampedValue.of(
                            person(1, 3.0, true, "2026", "05"), Instant.ofEpochMilli(1)),
                        TimestampedValue.of(person, Instant.ofEpochMilli(5_000)))
                    .withCoder(RowCoder.of(PERSON)))
            .setRowSchema(PERSON)
            .apply(Window.into(FixedWindows.of(Duration.standardSeconds(1))));

    PCollection<Row> means = windowed.apply(AggregateSalary.create().by("mes"));

    PAssert.that(means)
        .containsInAnyOrder(row(means.getSchema(), "05", 2.0), row(means.getSchema(), "05", 1.0));
    pipeline.run();
  }

  @Test
  void failsWithTheColumnWhenASumDoesNotFit(TestPipeline pipeline) {
    Schema schema = Schema.builder().addInt64Field("salario").build();
    pipeline
        .apply(Create.of(row(schema, Long.MAX_VALUE), row(schema, 1L)).withRowSchema(schema))
        .apply(AggregateSalary.create().by().measuring(sum("salario").as("soma")));

    PipelineExecutionException thrown =
        assertThrows(PipelineExecutionException.class, pipeline::run);

    assertThat(
        thrown.getCause().getMessage(),
        equalTo(
            "Cannot aggregate column salario: the sum does not fit in INT64 (make the column a"
                + " decimal)"));
  }

  @Test
  void countsValuesOfAnyColumn(TestPipeline pipeline) {
    PCollection<Row> counts =
        people(pipeline, person(1, 1.0, true, null, "05"), person(2, 2.0, true, "2026", "05"))
            .apply(AggregateSalary.create().by("mes").measuring(count("ano").as("n")));

    PAssert.that(counts).containsInAnyOrder(row(counts.getSchema(), "05", 1L));
    pipeline.run();
  }

  @Test
  void tellsWhichRowsTheGroupsAreMadeOf(TestPipeline pipeline) {
    PCollection<Row> rows =
        pipeline
            .apply(
                Create.of(
                        enveloped(0, 0, 30, 1.0, "05"),
                        enveloped(1, 17, 31, 2.0, "05"),
                        enveloped(1, 40, 32, 3.0, "06"))
                    .withRowSchema(ENVELOPED))
            .apply(AggregateSalary.create().by("mes"));

    PAssert.that(rows)
        .satisfies(
            result -> {
              Tally.Counter in = new Tally.Counter();
              in.add(0, 0);
              in.add(1, 17);
              in.add(1, 40);
              Tally.Counter out = new Tally.Counter();
              Map<Object, Object> means = new TreeMap<>();
              GroupCount counted = GroupCount.ZERO;
              for (Row row : result) {
                byte[] note = Envelope.noteOf(row);
                if (note == null) {
                  SourcePosition position = Envelope.positionOf(row);
                  assertThat(position.file(), equalTo(SourcePosition.NO_FILE));
                  out.add(position.file(), position.offset());
                  means.put(row.getValue("mes"), row.getValue("salario_medio"));
                } else {
                  counted = counted.plus((GroupCount) Note.decode(note, 0, note.length));
                }
              }
              assertThat(means, equalTo(Map.of("05", 1.5, "06", 3.0)));
              assertThat(counted, equalTo(new GroupCount(in.tally(), out.tally())));
              return null;
            });
    pipeline.run();
  }

  @Test
  void passesNotesOn(TestPipeline pipeline) {
    Note read = new ReadCount(0, 0, 9, true, new Tally(1, 2, 3));
    Note reject =
        new Reject(
            new SourcePosition(0, 3), "BAD", "it is", Reject.Content.row("{}".getBytes(UTF_8)));
    PCollection<Row> rows =
        pipeline
            .apply(
                Create.of(Envelope.of(ENVELOPED, read), Envelope.of(ENVELOPED, reject))
                    .withRowSchema(ENVELOPED))
            .apply(AggregateSalary.create());

    PAssert.that(rows)
        .containsInAnyOrder(
            Envelope.of(rows.getSchema(), read), Envelope.of(rows.getSchema(), reject));
    pipeline.run();
  }

  @Test
  void refusesAColumnThatTheRowsLack(TestPipeline pipeline) {
    PCollection<Row> rows = people(pipeline, person(1, 1.0, true, "2026", "05"));

    assertRefused(
        pipeline,
        rows,
        AggregateSalary.create().measuring(mean("renda")),
        "Cannot find column renda");
    assertRefused(pipeline, rows, AggregateSalary.create().by("uf"), "Cannot find column uf");
  }

  @Test
  void refusesAColumnWithoutNumbers(TestPipeline pipeline) {
    PCollection<Row> rows = people(pipeline, person(1, 1.0, true, "2026", "05"));

    assertRefused(
        pipeline,
        rows,
        AggregateSalary.create().measuring(max("ativo")),
        "Cannot aggregate column ativo of kind BOOLEAN (take a column of numbers)");
  }

  @Test
  void refusesANameThatTwoColumnsWouldHave(TestPipeline pipeline) {
    PCollection<Row> rows = people(pipeline, person(1, 1.0, true, "2026", "05"));

    assertRefused(
        pipeline,
        rows,
        AggregateSalary.create().measuring(rows().as("mes")),
        "Invalid name mes: two columns of the output would have it");
  }

  private static void assertRefused(
      TestPipeline pipeline, PCollection<Row> rows, AggregateSalary aggregate, String message) {
    pipeline.enableAbandonedNodeEnforcement(false);

    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> rows.apply(message, aggregate));

    assertThat(thrown.getMessage(), containsString(message));
  }

  private static PCollection<Row> people(TestPipeline pipeline, Row... people) {
    return people(pipeline, "Create people", List.of(people));
  }

  private static PCollection<Row> people(TestPipeline pipeline, String name, List<Row> people) {
    return pipeline.apply(name, Create.of(people).withRowSchema(PERSON));
  }

  private static Row enveloped(int file, long offset, int idade, double salario, String mes) {
    return row(ENVELOPED, file, offset, null, idade, salario, true, mes, "2026");
  }

  private static Row person(
      int idade, @Nullable Double salario, boolean ativo, @Nullable String ano, String mes) {
    return row(PERSON, idade, salario, ativo, mes, ano);
  }

  private static Row row(Schema schema, @Nullable Object... values) {
    return Row.withSchema(schema).addValues(values).build();
  }
}
