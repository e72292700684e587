/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.levada.rows.CsvDialect;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import io.levada.rows.RecordBlockCoder;
import io.levada.rows.Tally;
import java.time.ZoneOffset;
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
import org.junit.jupiter.params.provider.CsvSource;
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
      blocks.add(Blocks.of(0, 100L * from, rows.toArray(String[]::new)));
    }
    blocks.add(Blocks.of(1, 0, "1,2024-01-02", "9,x,ragged", "2,"));

    PCollection<String> schema =
        pipeline
            .apply(Create.of(blocks).withCoder(RecordBlockCoder.of()))
            .apply(InferCsv.of(FILES));

    PAssert.thatSingleton(schema)
        .isEqualTo(
            found(
                EventField.optional("id", ValueType.LONG),
                EventField.optional("Preço", ValueType.DOUBLE),
                EventField.optional("more", ValueType.DATE)));
    pipeline.run();
  }

  @Test
  void findsStringsWhereThereAreNoRows(TestPipeline pipeline) {
    PCollection<String> schema =
        pipeline.apply(Create.empty(RecordBlockCoder.of())).apply(InferCsv.of(FILES));

    PAssert.thatSingleton(schema)
        .isEqualTo(
            found(
                EventField.optional("id", ValueType.STRING),
                EventField.optional("Preço", ValueType.STRING),
                EventField.optional("more", ValueType.STRING)));
    pipeline.run();
  }

  @Test
  void tellsWhatWasRead(TestPipeline pipeline) {
    ReadCount first = new ReadCount(0, 0, 4, false, new Tally(2, -1, Long.MAX_VALUE));
    ReadCount second = new ReadCount(0, 4, 8, true, new Tally(1, 7, 7));

    PCollection<String> found =
        pipeline
            .apply(
                Create.of(RecordBlock.ofCount(second), RecordBlock.ofCount(first))
                    .withCoder(RecordBlockCoder.of()))
            .apply(InferCsv.of(FILES));

    PAssert.thatSingleton(found)
        .satisfies(
            text -> {
              assertThat(InferredCsv.fromJson(text).reads(), is(List.of(first, second)));
              return null;
            });
    pipeline.run();
  }

  private static String found(EventField... fields) {
    return new InferredCsv(EventSchema.of(fields), List.of()).toJson();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T00:00:00.123456, TIMESTAMP",
    "2026-01-01T00:00:00.123456000Z, TIMESTAMP",
    "2026-01-01T00:00:00.123456789, STRING",
    "2026-01-01T00:00:00.1234567Z, STRING",
    "1e300, DOUBLE",
    "1e400, STRING",
    "0e-400, DOUBLE",
    "1e-400, STRING",
    "1.5e-310, STRING"
  })
  void takesNoTypeThatWouldLoseDigits(String cell, ValueType.Kind expected) {
    CellGuess guess = new CellGuess();

    guess.add(
        cell.toCharArray(),
        0,
        cell.length(),
        new CsvNumbers(false),
        new TimestampText(ZoneOffset.UTC));

    assertThat(guess.type().kind(), is(expected));
  }
}
