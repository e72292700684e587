/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.google.auto.value.AutoValue;
import io.levada.rows.ColumnNames;
import io.levada.rows.RecordBlock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;

/**
 * Finds the types of the columns of CSV that all its rows fit, and what was read to find them. The
 * result is one element, as {@link InferredCsv#toJson} writes it; its schema is the same on every
 * runner, however the input is split.
 *
 * <p>Every row is looked at; one that {@link ParseCsv} would reject by any schema is left out.
 * Quotes around a cell say nothing of its type. A column whose cells, apart from nulls, are
 *
 * <ul>
 *   <li>all whole numbers of 64 bits becomes a {@code long};
 *   <li>all numbers of up to 15 digits a {@code double}, which gives each of them back;
 *   <li>all numbers without an exponent, of up to 38 digits, a {@code decimal} that holds them all;
 *   <li>all {@code true} or {@code false} a {@code boolean};
 *   <li>all {@code yyyy-MM-dd} a {@code date};
 *   <li>all in ISO-8601 with a time of day a {@code timestamp};
 *   <li>anything else, or never there, a {@code string}. So are numbers with a zero or a plus in
 *       front, as codes have them: {@code 007}, {@code +55}.
 * </ul>
 *
 * <p>No field is required. Fields are in the order of {@link CsvFiles#union}. The input is bounded
 * and in the global window.
 */
@AutoValue
public abstract class InferCsv extends PTransform<PCollection<RecordBlock>, PCollection<String>> {

  abstract CsvFiles files();

  abstract CsvCells cells();

  /** Infers the columns of these files. */
  public static InferCsv of(CsvFiles files) {
    return new AutoValue_InferCsv(files, new CsvCells(ParseCsv.DEFAULT_NULLS, false));
  }

  /** As {@link ParseCsv#withNulls}. */
  public InferCsv withNulls(Collection<String> nulls) {
    return new AutoValue_InferCsv(
        files(), new CsvCells(List.copyOf(nulls), cells().decimalComma()));
  }

  /** As {@link ParseCsv#withDecimalComma}. */
  public InferCsv withDecimalComma() {
    return new AutoValue_InferCsv(files(), new CsvCells(cells().nulls(), true));
  }

  /**
   * @throws IllegalArgumentException if the blocks are unbounded or windowed
   */
  @Override
  public PCollection<String> expand(PCollection<RecordBlock> blocks) {
    InferSchema.requireBounded(blocks);
    return blocks
        .apply("Look at rows", ParDo.of(new LookFn(this)))
        .setCoder(new CsvGuess.GuessCoder())
        .apply("Merge guesses", Combine.globally(new MergeFn(files())))
        .setCoder(StringUtf8Coder.of());
  }

  /** Emits one guess for a bundle, however many blocks it has. */
  static final class LookFn extends DoFn<RecordBlock, CsvGuess> {

    private final InferCsv settings;
    private transient CsvGuesser guesser;

    LookFn(InferCsv settings) {
      this.settings = settings;
    }

    @Setup
    public void setup() {
      guesser = new CsvGuesser(settings);
    }

    @StartBundle
    public void startBundle() {
      guesser.begin();
    }

    @ProcessElement
    public void process(@Element RecordBlock block) {
      guesser.look(block);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      context.output(guesser.guess(), BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
    }
  }

  static EventSchema schema(List<String> columns, CsvGuess guess) {
    List<EventField> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ValueType type =
          i < guess.columns().size() ? guess.columns().get(i).type() : ValueType.STRING;
      fields.add(new EventField(ColumnNames.safe(columns.get(i)), columns.get(i), type, false));
    }
    return EventSchema.of(fields);
  }

  private static final class MergeFn extends Combine.CombineFn<CsvGuess, CsvGuess, String> {

    private final CsvFiles files;

    MergeFn(CsvFiles files) {
      this.files = files;
    }

    @Override
    public CsvGuess createAccumulator() {
      return CsvGuess.none();
    }

    @Override
    public CsvGuess addInput(CsvGuess accumulator, CsvGuess guess) {
      accumulator.addAll(guess);
      return accumulator;
    }

    @Override
    public CsvGuess mergeAccumulators(Iterable<CsvGuess> accumulators) {
      CsvGuess merged = createAccumulator();
      accumulators.forEach(merged::addAll);
      return merged;
    }

    @Override
    public String extractOutput(CsvGuess accumulator) {
      return new InferredCsv(schema(files.union(), accumulator), accumulator.reads()).toJson();
    }

    @Override
    public Coder<CsvGuess> getAccumulatorCoder(CoderRegistry registry, Coder<CsvGuess> inputCoder) {
      return new CsvGuess.GuessCoder();
    }
  }
}
