/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.LakeIO;
import io.levada.io.lake.LakeWrite;
import io.levada.io.lake.SlotPlan;
import io.levada.io.lake.StagingArea;
import io.levada.io.storage.Entry;
import io.levada.pipelines.Console;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import io.levada.rows.Envelope;
import io.levada.rows.SlotSink;
import java.io.IOException;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** The Beam pipeline of a run: it stages files and a manifest of them. */
final class StagingPipeline {

  /** What is read in the time that it takes to open a file. */
  private static final long SMALL_FILE_BYTES = 64 << 10;

  private final Source source;
  private final Shape shape;
  private final LakeTarget target;
  private final PipelineOptions options;
  private final Console console;
  private final RunCatalog catalog;

  StagingPipeline(
      Source source,
      Shape shape,
      LakeTarget target,
      PipelineOptions options,
      Console console,
      RunCatalog catalog) {
    this.source = source;
    this.shape = shape;
    this.target = target;
    this.options = options;
    this.console = console;
    this.catalog = catalog;
  }

  /**
   * Stages all files.
   *
   * @return the name of the class of the runner's result, which tells the runner that made it
   * @throws RunFailedException if the pipeline fails
   * @throws UsageException if the rows have not the columns that the options name
   * @throws RunFailedException also if the catalog's table can't show the rows
   */
  String run(StagingArea area) throws IOException {
    PipelineRun.prepare(options, source.expectedBytes());
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline, area);
    long bytes = source.inputs().stream().mapToLong(Entry::size).sum();
    return PipelineRun.toEnd(pipeline, bytes, console);
  }

  /** Transforms refuse columns that are not there when they are applied: a wrong option. */
  private void build(Pipeline pipeline, StagingArea area) throws IOException {
    try {
      boolean byReaders = isWrittenByReaders();
      PCollection<Row> rows =
          byReaders ? shape.apply(source.readInLargeParts(pipeline)) : shape.read(source, pipeline);
      rows.apply("Write table", write(area, byReaders));
      catalog.check(Envelope.dataOf(rows.getSchema()));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private LakeWrite write(StagingArea area, boolean byReaders) throws IOException {
    LakeWrite write =
        LakeIO.write(area)
            .withFormat(target.format())
            .withInputNames(new ListedInputs(area.storages(), area.runFolder()));
    if (byReaders) {
      return write.withoutShuffle();
    }

    LakeWrite shuffled =
        write.withLayout(shape.layout()).withStep(shape.step()).withSlotPlan(slotPlan());
    SlotSink sink = shape.sink();
    return sink == null ? shuffled : shuffled.withSink(sink);
  }

  /**
   * Whether whoever reads a row writes it, as no row has to meet another. A file that is not
   * divided may be too much for one worker to write; small files are best read by more workers than
   * should write.
   */
  private boolean isWrittenByReaders() {
    long bytes = source.inputs().stream().mapToLong(Entry::size).sum();
    return shape.isAsRead()
        && source.expectedWholeBytes() <= target.format().targetFileBytes()
        && bytes >= source.inputs().size() * SMALL_FILE_BYTES;
  }

  private SlotPlan slotPlan() throws IOException {
    long bytes = source.expectedBytes();
    Optional<SlotPlan> own = shape.slotPlan(bytes);
    if (own.isPresent()) {
      return own.get();
    }

    SlotPlan single = SlotPlan.forSize(bytes, 0);
    return single.buckets() == 1 || shape.layout().colocation().isEmpty()
        ? single
        : SlotPlan.forSize(bytes, shape.colocations(source.sample()));
  }
}
