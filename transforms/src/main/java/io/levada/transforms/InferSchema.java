/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.google.auto.value.AutoValue;
import io.levada.rows.RecordBlock;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.PCollection;

/**
 * Finds the {@link EventSchema} that all records fit. The result is one element, the schema as
 * {@link EventSchema#toJson} writes it: the same text on every runner, however the input is split.
 *
 * <pre>{@code
 * PCollection<String> schema = blocks.apply("Infer schema", InferSchema.create());
 * // {"a": 1, "at": "2015-09-12T00:46:58Z"} and {"a": 1.5, "cityName": null} give
 * // a double, at timestamp, cityname string
 * }</pre>
 *
 * <p>Every record is looked at; one that {@link ParseEvents} would reject by any schema is left
 * out. A member whose values, apart from nulls, are
 *
 * <ul>
 *   <li>all booleans becomes a {@code boolean};
 *   <li>all whole numbers of 64 bits a {@code long};
 *   <li>all numbers a {@code double}, provided that the whole ones are not beyond 2^53, where
 *       doubles have gaps;
 *   <li>all strings {@code yyyy-MM-dd} a {@code date};
 *   <li>all strings in ISO-8601 with a time of day a {@code timestamp};
 *   <li>anything else, or never there, a {@code string}, which holds each value exactly.
 * </ul>
 *
 * <p>No field is required. Columns are in the order of their first appearance by file, offset and
 * place in the record, and have their members' names in lower case ({@code _} for a blank one).
 * From no record comes a schema without fields.
 *
 * <p>The input is bounded and in the global window. The pipeline fails if two members differ by the
 * case of letters only, which the message names, or if there are more than 10,000 members.
 */
@AutoValue
public abstract class InferSchema
    extends PTransform<PCollection<RecordBlock>, PCollection<String>> {

  abstract int maxNesting();

  public static InferSchema create() {
    return new AutoValue_InferSchema(ParseEvents.DEFAULT_MAX_NESTING);
  }

  /**
   * How deep objects and lists may nest, as for {@link ParseEvents#withMaxNesting}.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public InferSchema withMaxNesting(int maxNesting) {
    if (maxNesting < 1) {
      throw new IllegalArgumentException("Invalid nesting: " + maxNesting + " (take 1 or more)");
    }

    return new AutoValue_InferSchema(maxNesting);
  }

  /**
   * @throws IllegalArgumentException if the blocks are unbounded or windowed
   */
  @Override
  public PCollection<String> expand(PCollection<RecordBlock> blocks) {
    if (blocks.isBounded() == PCollection.IsBounded.UNBOUNDED
        || !(blocks.getWindowingStrategy().getWindowFn() instanceof GlobalWindows)) {
      throw new IllegalArgumentException(
          "Cannot infer a schema from blocks that are unbounded or windowed (look at all of a"
              + " bounded input in the global window)");
    }

    return blocks
        .apply("Look at records", ParDo.of(new LookFn(maxNesting())))
        .setCoder(new SchemaGuessCoder())
        .apply("Merge guesses", Combine.globally(new MergeFn()))
        .setCoder(StringUtf8Coder.of());
  }

  /** Emits one guess for a bundle, however many blocks it has. */
  static final class LookFn extends DoFn<RecordBlock, SchemaGuess> {

    private final int maxNesting;
    private transient RecordGuesser guesser;
    private transient SchemaGuess guess;

    LookFn(int maxNesting) {
      this.maxNesting = maxNesting;
    }

    @Setup
    public void setup() {
      guesser = new RecordGuesser(maxNesting);
    }

    @StartBundle
    public void startBundle() {
      guess = new SchemaGuess();
    }

    @ProcessElement
    public void process(@Element RecordBlock block) {
      guesser.look(block, guess);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      context.output(guess, BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
    }
  }

  private static final class MergeFn extends Combine.CombineFn<SchemaGuess, SchemaGuess, String> {

    @Override
    public SchemaGuess createAccumulator() {
      return new SchemaGuess();
    }

    @Override
    public SchemaGuess addInput(SchemaGuess accumulator, SchemaGuess guess) {
      accumulator.addAll(guess);
      return accumulator;
    }

    @Override
    public SchemaGuess mergeAccumulators(Iterable<SchemaGuess> accumulators) {
      SchemaGuess merged = createAccumulator();
      accumulators.forEach(merged::addAll);
      return merged;
    }

    @Override
    public String extractOutput(SchemaGuess accumulator) {
      return accumulator.toSchema().toJson();
    }

    @Override
    public Coder<SchemaGuess> getAccumulatorCoder(
        CoderRegistry registry, Coder<SchemaGuess> inputCoder) {
      return new SchemaGuessCoder();
    }
  }
}
