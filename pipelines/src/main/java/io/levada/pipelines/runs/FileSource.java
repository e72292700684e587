/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.files.InputCoverage;
import io.levada.io.files.InputSample;
import io.levada.io.files.ReadRecords;
import io.levada.io.storage.Entry;
import io.levada.pipelines.UsageException;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import io.levada.transforms.EventSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Files of records as the source of a run: what does not depend on how records stand in them. */
abstract class FileSource implements Source {

  /** Enough places to see most days of an input, few enough to be read in a moment. */
  static final int SAMPLE_PLACES = 64;

  /** However small a record is, its row or reject takes about so much of a runner's memory. */
  private static final long LEAST_ROW_BYTES = 160;

  private final FileInput input;
  private final List<String> notes = new ArrayList<>();

  FileSource(FileInput input) {
    this.input = input;
  }

  /** The columns, when the source is open. */
  abstract EventSchema schema();

  /** How the files are read, when the source is open. */
  abstract ReadRecords records();

  /** What was read as rows in an envelope, when the source is open. */
  abstract PCollection<Row> rows(PCollection<RecordBlock> records);

  /** A part of the files, when the source is about to look at all of them. */
  abstract InputSample inputSample();

  final FileInput input() {
    return input;
  }

  /** Adds what a person should know. */
  final void note(String note) {
    notes.add(note);
  }

  /**
   * Refuses a table that is where the input is.
   *
   * @throws UsageException if they overlap
   */
  public final void checkApartFrom(LakeTarget target) {
    input.checkApartFrom(target);
  }

  @Override
  public final void list(InputChoice choice) throws IOException {
    input.list(choice);
  }

  @Override
  public final List<Entry> inputs() {
    return input.entries();
  }

  @Override
  public final long expectedBytes() {
    InputSample sample = inputSample();
    return Math.max(sample.expectedBytes(), sample.expectedRecords() * LEAST_ROW_BYTES);
  }

  @Override
  public final long expectedWholeBytes() {
    return inputSample().expectedWholeBytes();
  }

  @Override
  public final PCollection<Row> read(Pipeline pipeline) {
    return rows(pipeline.apply("Read records", records()));
  }

  @Override
  public final PCollection<Row> readInLargeParts(Pipeline pipeline) {
    return rows(pipeline.apply("Read records", records().inLargeParts()));
  }

  @Override
  public final Map<String, String> inputNames() {
    Map<String, String> names = new LinkedHashMap<>();
    schema().fields().forEach(field -> names.put(field.name(), field.source()));
    return names;
  }

  @Override
  public final List<String> coverageProblems(List<ReadCount> reads) {
    return InputCoverage.problems(input.files(), reads);
  }

  @Override
  public final List<String> notes() {
    List<String> all = new ArrayList<>(input.notes());
    all.addAll(notes);
    return all;
  }

  @Override
  public final String schemaJson() {
    return schema().toJson();
  }
}
