/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.CsvDialect;
import io.levada.rows.Envelope;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import io.levada.rows.RecordBlockCoder;
import io.levada.rows.Reject;
import io.levada.rows.RowJson;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class TypeTextsTest {

  private static final EventSchema SCHEMA =
      EventSchema.of(
          EventField.optional("id", ValueType.LONG),
          EventField.optional("at", ValueType.TIMESTAMP),
          EventField.optional("on", ValueType.DATE),
          EventField.optional("ok", ValueType.BOOLEAN),
          EventField.optional("amount", ValueType.decimal(9, 2)),
          EventField.optional("x", ValueType.DOUBLE));

  private static final CsvFiles FILES =
      new CsvFiles(
          CsvDialect.RFC_4180,
          false,
          List.of(new CsvFile(List.of("id", "at", "on", "ok", "amount", "x"), "UTF-8")));

  private static Map<String, String> textsOf(String... columns) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String column : columns) {
      texts.put(column, column + "_text");
    }
    return texts;
  }

  private static Schema rows(Map<String, String> texts) {
    Schema.Builder data = Schema.builder().addFields(SCHEMA.toRowSchema().getFields());
    texts.values().forEach(text -> data.addNullableField(text, FieldType.STRING));
    return Envelope.around(data.build());
  }

  private static Row row(Map<String, String> texts, long offset, Object... values) {
    Object[] all = new Object[Envelope.WIDTH + values.length];
    all[Envelope.FILE] = 0;
    all[Envelope.OFFSET] = offset;
    System.arraycopy(values, 0, all, Envelope.WIDTH, values.length);
    return Row.withSchema(rows(texts)).attachValues(Arrays.asList(all));
  }

  private static PCollection<Row> typed(TestPipeline pipeline, TypeTexts texts, RecordBlock block) {
    return ParseCsv.of(texts.parsed(), FILES)
        .withEnvelope()
        .expand(pipeline.apply(Create.of(block).withCoder(RecordBlockCoder.of())))
        .get(ParseCsv.rowsTag())
        .apply(texts);
  }

  @Test
  void givesValuesAndTheTextsAsTheyStand(TestPipeline pipeline) {
    Map<String, String> texts = textsOf("id", "at", "on", "ok", "amount", "x");
    String cells = " 7,2024-05-01 10:00,\"2024-05-01\",TRUE,1.5 ,7.50";

    PCollection<Row> rows = typed(pipeline, TypeTexts.of(SCHEMA, texts), Blocks.of(0, 5, cells));

    PAssert.that(rows)
        .containsInAnyOrder(
            row(
                texts,
                5,
                7L,
                Instant.parse("2024-05-01T10:00:00Z"),
                LocalDate.of(2024, 5, 1),
                true,
                new BigDecimal("1.50"),
                7.5,
                " 7",
                "2024-05-01 10:00",
                "2024-05-01",
                "TRUE",
                "1.5 ",
                "7.50"));
    pipeline.run();
  }

  @Test
  void keepsTheTextOfACellWithoutValue(TestPipeline pipeline) {
    Map<String, String> texts = textsOf("id", "at", "on", "ok");
    String cells = "\\N,,\"\", \\N ,,";

    PCollection<Row> rows = typed(pipeline, TypeTexts.of(SCHEMA, texts), Blocks.of(0, 0, cells));

    PAssert.that(rows)
        .containsInAnyOrder(
            row(texts, 0, null, null, null, null, null, null, null, null, "", " \\N "));
    pipeline.run();
  }

  @Test
  void takesANullTextInQuotesForAValue(TestPipeline pipeline) {
    Map<String, String> texts = textsOf("id");
    TypeTexts zeros = TypeTexts.of(SCHEMA, texts).withNulls(List.of("0", ""));

    PCollection<Row> rows = typed(pipeline, zeros, Blocks.of(0, 0, "\"0\",,,,,"));

    PAssert.that(rows).containsInAnyOrder(row(texts, 0, 0L, null, null, null, null, null, "0"));
    pipeline.run();
  }

  @Test
  void readsDecimalCommas(TestPipeline pipeline) {
    Map<String, String> texts = textsOf("x");
    TypeTexts commas = TypeTexts.of(SCHEMA, texts).withDecimalComma();

    PCollection<Row> rows = typed(pipeline, commas, Blocks.of(0, 0, ",,,,,\"1,50\""));

    PAssert.that(rows).containsInAnyOrder(row(texts, 0, null, null, null, null, null, 1.5, "1,50"));
    pipeline.run();
  }

  @Test
  void rejectsATextThatIsNoValue(TestPipeline pipeline) {
    Map<String, String> texts = textsOf("id");
    ReadCount count = new ReadCount(0, 0, 9, true, new Tally(1, 5, 7));

    PCollection<Row> rows =
        typed(pipeline, TypeTexts.of(SCHEMA, texts), Blocks.of(0, 3, count, "odd,,,,,"));

    Row odd =
        Row.withSchema(Envelope.around(TypeTexts.of(SCHEMA, texts).parsed().toRowSchema()))
            .attachValues(Arrays.asList(0, 3L, null, "odd", null, null, null, null, null));
    PAssert.that(rows)
        .containsInAnyOrder(
            Envelope.of(rows(texts), count),
            Envelope.of(
                rows(texts),
                new Reject(
                    new SourcePosition(0, 3),
                    "BAD_TYPE",
                    "Column id must be a long, but is other text",
                    Reject.Content.row(RowJson.of(odd)))));
    pipeline.run();
  }
}
