/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.StagingArea;
import io.levada.io.storage.Entry;
import io.levada.pipelines.Console;
import io.levada.pipelines.runs.SabotagedAggregationTest.Sabotage;
import io.levada.rows.Note;
import io.levada.rows.ReadCount;
import io.levada.rows.RowBlock;
import io.levada.rows.RowFold;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * A source that loses, doubles or exchanges the first row of its first file before it is folded.
 */
record SabotagedSource(Source source, Sabotage sabotage) implements Source {

  @Override
  public PCollection<KV<Integer, byte[]>> fold(Pipeline pipeline, RowFold fold) {
    return source.fold(pipeline, new SabotagedFold(fold, sabotage));
  }

  private record SabotagedFold(RowFold fold, Sabotage sabotage) implements RowFold {
    @Override
    public Part begin() {
      return new SabotagedPart(fold.begin(), sabotage);
    }
  }

  private record SabotagedPart(RowFold.Part part, Sabotage sabotage) implements RowFold.Part {
    @Override
    public void add(RowBlock rows) {
      if (rows.file() != 0 || rows.offset(0) != 0) {
        part.add(rows);
        return;
      }
      switch (sabotage) {
        case DROP -> part.add(part(rows, 0, 1, rows.size()));
        case DOUBLE -> {
          part.add(rows);
          part.add(part(rows, 0, 0, 1));
        }
        case MISFILE -> {
          part.add(part(rows, 1, 0, 1));
          part.add(part(rows, 0, 1, rows.size()));
        }
        case MOVE -> {
          RowBlock moved = part(rows, 0, 0, 1);
          moved.fill(1, 1);
          part.add(moved);
          part.add(part(rows, 0, 1, rows.size()));
        }
        default -> throw new IllegalArgumentException("Not before the aggregation: " + sabotage);
      }
    }

    private static RowBlock part(RowBlock rows, int file, int from, int to) {
      Object[][] columns = new Object[rows.columns()][to - from];
      for (int column = 0; column < columns.length; column++) {
        for (int row = from; row < to; row++) {
          columns[column][row - from] = rows.value(column, row);
        }
      }
      RowBlock part = new RowBlock(file, new Object[columns.length], columns);
      part.fill(rows.offset(from), to - from);
      return part;
    }

    @Override
    public void add(Note note) {
      part.add(note);
    }

    @Override
    public boolean isFull() {
      return part.isFull();
    }

    @Override
    public void give(BiConsumer<Integer, byte[]> output) {
      part.give(output);
    }
  }

  @Override
  public void list(InputChoice choice) throws IOException {
    source.list(choice);
  }

  @Override
  public List<Entry> inputs() {
    return source.inputs();
  }

  @Override
  public void open(StagingArea area, PipelineOptions options, Console console) throws IOException {
    source.open(area, options, console);
  }

  @Override
  public long expectedBytes() {
    return source.expectedBytes();
  }

  @Override
  public long expectedWholeBytes() {
    return source.expectedWholeBytes();
  }

  @Override
  public List<Row> sample() throws IOException {
    return source.sample();
  }

  @Override
  public PCollection<Row> read(Pipeline pipeline) {
    return source.read(pipeline);
  }

  @Override
  public Optional<Schema> foldable() {
    return source.foldable();
  }

  @Override
  public List<String> coverageProblems(List<ReadCount> reads) {
    return source.coverageProblems(reads);
  }

  @Override
  public List<String> notes() {
    return source.notes();
  }

  @Override
  public String schemaJson() {
    return source.schemaJson();
  }
}
