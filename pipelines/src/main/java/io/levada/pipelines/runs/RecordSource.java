/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.files.InputCoverage;
import io.levada.io.files.InputSample;
import io.levada.io.files.ReadRecords;
import io.levada.io.lake.StagingArea;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import io.levada.rows.ReadCount;
import io.levada.transforms.EventSchema;
import io.levada.transforms.ParseEvents;
import io.levada.transforms.UnknownFields;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Files of JSON records as the source of a run. */
public final class RecordSource implements Source {

  private static final String FOUND_FILE = "inferred.json";
  static final String UNKNOWN_COLUMN = "unknown_fields";

  /** Enough places to see most days of an input, few enough to be read in a moment. */
  private static final int SAMPLE_PLACES = 64;

  /** However small a record is, its row or reject takes about so much of a runner's memory. */
  private static final long LEAST_ROW_BYTES = 160;

  private final RecordOptions options;
  private final FileInput input;
  private final ZoneId zone;
  private final RecordSchema wanted;
  private final List<String> notes = new ArrayList<>();
  private EventSchema schema;
  private InputSample sample;

  /**
   * Reads what the options name beside the input.
   *
   * @throws RunFailedException if the schema can't be read
   * @throws UsageException if an option is wrong
   */
  public RecordSource(RecordOptions options) {
    this(options, EventSchema.events(), file -> true);
  }

  /**
   * As {@link #RecordSource(RecordOptions)}, for records and files of their own kind.
   *
   * @param usual the schema unless the options name another
   * @param taken which of the files that the options name are read
   */
  public RecordSource(RecordOptions options, EventSchema usual, Predicate<Location> taken) {
    this.options = options;
    this.input = new FileInput(options, taken);
    this.zone = TimeZoneOption.parse(options.getZone());
    try {
      this.wanted = new RecordSchema(options, usual, input.name(), input.storages());
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  /**
   * Refuses a table that is where the input is.
   *
   * @throws UsageException if they overlap
   */
  public void checkApartFrom(LakeTarget target) {
    input.checkApartFrom(target);
  }

  @Override
  public void list(InputChoice choice) throws IOException {
    input.list(choice);
  }

  @Override
  public List<Entry> inputs() {
    return input.entries();
  }

  @Override
  public void open(StagingArea area, PipelineOptions pipelineOptions, Console console)
      throws IOException {
    this.sample = InputSample.of(input.storages(), input.files(), SAMPLE_PLACES);
    this.schema = wanted.isInferred() ? infer(area, pipelineOptions, console) : wanted.given();
    notes.addAll(RecordSchema.renamed(schema));
  }

  /** A run of its own over the whole input, which leaves what it found in the run's record. */
  private EventSchema infer(StagingArea area, PipelineOptions pipelineOptions, Console console)
      throws IOException {
    String found =
        new FoundText(FOUND_FILE, expectedBytes(), input.bytes())
            .find(
                pipeline ->
                    pipeline
                        .apply("Read records", records())
                        .apply("Infer schema", wanted.inference()),
                area,
                pipelineOptions,
                console);
    EventSchema inferred =
        wanted.of(found, index -> input.files().get(index).location().toString());
    console.say("Inferred schema: " + inferred.toJson());
    return inferred;
  }

  private ReadRecords records() {
    return ReadRecords.from(input.files())
        .withStorages(input.storages())
        .withMaxRecordBytes(input.maxRecordBytes());
  }

  @Override
  public long expectedBytes() {
    return Math.max(sample.expectedBytes(), sample.expectedRecords() * LEAST_ROW_BYTES);
  }

  @Override
  public List<Row> sample() {
    return parse().preview(sample.blocks()).rows();
  }

  private ParseEvents parse() {
    ParseEvents parse = ParseEvents.of(schema).withEnvelope().withZone(zone);
    return switch (options.getUnknownFields()) {
      case DROP -> parse.withUnknownFields(UnknownFields.DROP);
      case REJECT -> parse.withUnknownFields(UnknownFields.REJECT);
      case KEEP -> parse.withUnknownFieldsIn(UNKNOWN_COLUMN);
    };
  }

  @Override
  public PCollection<Row> read(Pipeline pipeline) {
    return pipeline
        .apply("Read records", records())
        .apply("Parse events", parse())
        .get(ParseEvents.rowsTag());
  }

  @Override
  public Map<String, String> inputNames() {
    Map<String, String> names = new LinkedHashMap<>();
    schema.fields().forEach(field -> names.put(field.name(), field.source()));
    return names;
  }

  @Override
  public List<String> coverageProblems(List<ReadCount> reads) {
    return InputCoverage.problems(input.files(), reads);
  }

  @Override
  public List<String> notes() {
    List<String> all = new ArrayList<>(input.notes());
    all.addAll(notes);
    return all;
  }

  @Override
  public String schemaJson() {
    return schema.toJson();
  }
}
