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
import org.apache.beam.sdk.values.PCollection;

/**
 * As {@link InferSchema}, and tells whether the files' own schemas differ. The result is one
 * element, the text of {@link FileSchemas}: the same on every runner, however the input is split.
 *
 * <pre>{@code
 * PCollection<String> found =
 *     blocks.apply("Infer file schemas", InferFileSchemas.by(InferSchema.create()));
 * // and where the text has arrived:
 * FileSchemas.fromJson(text).drift(file -> names.get(file)).ifPresent(this::refuse);
 * }</pre>
 *
 * <p>Memory holds the members of each file that is the first with some type at some place, up to
 * the first file that differs from one before, and a guess for each file of which only a part has
 * been read; a file is known to be whole by its read counts.
 */
@AutoValue
public abstract class InferFileSchemas
    extends PTransform<PCollection<RecordBlock>, PCollection<String>> {

  abstract InferSchema settings();

  /** Infers by these settings. */
  public static InferFileSchemas by(InferSchema settings) {
    return new AutoValue_InferFileSchemas(settings);
  }

  /**
   * @throws IllegalArgumentException if the blocks are unbounded or windowed
   */
  @Override
  public PCollection<String> expand(PCollection<RecordBlock> blocks) {
    InferSchema.requireBounded(blocks);
    return blocks
        .apply("Look at files", ParDo.of(new LookFn(settings())))
        .setCoder(new FileGuessesCoder())
        .apply("Merge guesses", Combine.globally(new MergeFn()))
        .setCoder(StringUtf8Coder.of());
  }

  /** Emits one element for a bundle, however many blocks it has. */
  static final class LookFn extends DoFn<RecordBlock, FileGuesses> {

    private final InferSchema settings;
    private transient RecordGuesser guesser;
    private transient FileGuesses guesses;

    LookFn(InferSchema settings) {
      this.settings = settings;
    }

    @Setup
    public void setup() {
      guesser = settings.newGuesser();
    }

    @StartBundle
    public void startBundle() {
      guesses = new FileGuesses();
    }

    @ProcessElement
    public void process(@Element RecordBlock block) {
      guesses.look(block, guesser);
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      context.output(guesses, BoundedWindow.TIMESTAMP_MIN_VALUE, GlobalWindow.INSTANCE);
    }
  }

  private static final class MergeFn extends Combine.CombineFn<FileGuesses, FileGuesses, String> {

    @Override
    public FileGuesses createAccumulator() {
      return new FileGuesses();
    }

    @Override
    public FileGuesses addInput(FileGuesses accumulator, FileGuesses guesses) {
      accumulator.addAll(guesses);
      return accumulator;
    }

    @Override
    public FileGuesses mergeAccumulators(Iterable<FileGuesses> accumulators) {
      FileGuesses merged = createAccumulator();
      accumulators.forEach(merged::addAll);
      return merged;
    }

    @Override
    public String extractOutput(FileGuesses accumulator) {
      return accumulator.toJson();
    }

    @Override
    public Coder<FileGuesses> getAccumulatorCoder(
        CoderRegistry registry, Coder<FileGuesses> inputCoder) {
      return new FileGuessesCoder();
    }
  }
}
