/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.CsvDialect;
import io.levada.rows.RecordBlock;
import io.levada.rows.RecordBlockCoder;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TestPipelineExtension.class)
class InferCsvTest {

  private static final CsvFiles FILES =
      new CsvFiles(
          CsvDialect.RFC_4180,
          false,
          List.of(
              new CsvFile(List.of("id", "Preço"), "UTF-8"),
              new CsvFile(List.of("PREÇO", "more"), "UTF-8")));

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void findsTheSameHoweverTheRowsAreSplit(int rowsInBlock, TestPipeline pipeline) {
    List<RecordBlock> blocks = new ArrayList<>();
    for (int from = 0; from < 30; from += rowsInBlock) {
      List<String> rows = new ArrayList<>();
      for (int i = from; i < Math.min(30, from + rowsInBlock); i++) {
        rows.add(i == 29 ? i + ",0.25" : i + "," + i);
      }
      blocks.add(Blocks.of(0, 100 * from, rows.toArray(String[]::new)));
    }
    blocks.add(Blocks.of(1, 0, "1,2024-01-02", "9,x,ragged", "2,"));

    PCollection<String> schema =
        pipeline
            .apply(Create.of(blocks).withCoder(RecordBlockCoder.of()))
            .apply(InferCsv.of(FILES));

    PAssert.thatSingleton(schema)
        .isEqualTo(
            EventSchema.of(
                    EventField.optional("id", ValueType.LONG),
                    EventField.optional("Preço", ValueType.DOUBLE),
                    EventField.optional("more", ValueType.DATE))
                .toJson());
    pipeline.run();
  }

  @Test
  void findsStringsWhereThereAreNoRows(TestPipeline pipeline) {
    PCollection<String> schema =
        pipeline.apply(Create.empty(RecordBlockCoder.of())).apply(InferCsv.of(FILES));

    PAssert.thatSingleton(schema)
        .isEqualTo(
            EventSchema.of(
                    EventField.optional("id", ValueType.STRING),
                    EventField.optional("Preço", ValueType.STRING),
                    EventField.optional("more", ValueType.STRING))
                .toJson());
    pipeline.run();
  }
}
