/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.google.auto.value.AutoValue;
import io.levada.rows.RecordBlock;
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
 * <p>Members that {@link #withTyped} names are looked into: one whose values are
 *
 * <ul>
 *   <li>all objects becomes a {@code struct} of the members of all of them;
 *   <li>all lists a {@code list} of what holds all the elements, a {@code string} if there are
 *       none;
 *   <li>sometimes one and sometimes something else, or only objects without members, a {@code
 *       string} as above, and so does a list or an object that only its exact text can hold: with a
 *       name twice, with half a surrogate pair in a string, or more than {@value
 *       ValueType#MAX_DEPTH} types deep.
 * </ul>
 *
 * <p>No field is required. Columns, and fields of structs, are in the order of their first
 * appearance by file, offset and place in the record, and have their members' {@linkplain
 * io.levada.rows.ColumnNames#safe safe} names. From no record comes a schema without fields.
 *
 * <p>The input is bounded and in the global window. The pipeline fails if two members have one safe
 * name, which the message tells, or if there are more than 10,000 members, those of structs
 * included.
 */
@AutoValue
public abstract class InferSchema
    extends PTransform<PCollection<RecordBlock>, PCollection<String>> {

  /** In place of a member's name: all members. */
  public static final String ALL_MEMBERS = "*";

  abstract int maxNesting();

  abstract TypedMembers typed();

  public static InferSchema create() {
    return new AutoValue_InferSchema(ParseEvents.DEFAULT_MAX_NESTING, TypedMembers.NONE);
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

    return new AutoValue_InferSchema(maxNesting, typed());
  }

  /**
   * Looks into the lists and objects of these members of records, so that they become lists and
   * structs and not strings of their exact text. None are by default.
   *
   * @param members their exact names, or {@value #ALL_MEMBERS} for all
   */
  public InferSchema withTyped(Collection<String> members) {
    return new AutoValue_InferSchema(maxNesting(), TypedMembers.of(members));
  }

  /**
   * As {@link #withTyped}, for {@link EventSchema#withInferred} of a schema that is given: what the
   * records have besides these members of it is not looked at, and so does not fail the pipeline.
   *
   * @param members their names in the schema, or {@value #ALL_MEMBERS} for all of it
   */
  public InferSchema withTyped(Collection<String> members, EventSchema given) {
    return new AutoValue_InferSchema(maxNesting(), TypedMembers.of(members, given));
  }

  /** The schema of the records of a few blocks, found here and now. */
  public EventSchema preview(List<RecordBlock> blocks) {
    RecordGuesser guesser = newGuesser();
    SchemaGuess guess = new SchemaGuess();
    blocks.forEach(block -> guesser.look(block, guess));
    return guess.toSchema();
  }

  RecordGuesser newGuesser() {
    return new RecordGuesser(maxNesting(), typed());
  }

  /**
   * @throws IllegalArgumentException if the blocks are unbounded or windowed
   */
  @Override
  public PCollection<String> expand(PCollection<RecordBlock> blocks) {
    requireBounded(blocks);
    return blocks
        .apply("Look at records", ParDo.of(new LookFn(this)))
        .setCoder(new SchemaGuessCoder())
        .apply("Merge guesses", Combine.globally(new MergeFn()))
        .setCoder(StringUtf8Coder.of());
  }

  static void requireBounded(PCollection<RecordBlock> blocks) {
    if (blocks.isBounded() == PCollection.IsBounded.UNBOUNDED
        || !(blocks.getWindowingStrategy().getWindowFn() instanceof GlobalWindows)) {
      throw new IllegalArgumentException(
          "Cannot infer a schema from blocks that are unbounded or windowed (look at all of a"
              + " bounded input in the global window)");
    }
  }

  /** Emits one guess for a bundle, however many blocks it has. */
  static final class LookFn extends DoFn<RecordBlock, SchemaGuess> {

    private final InferSchema settings;
    private transient RecordGuesser guesser;
    private transient SchemaGuess guess;

    LookFn(InferSchema settings) {
      this.settings = settings;
    }

    @Setup
    public void setup() {
      guesser = settings.newGuesser();
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
