/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.files.InputSample;
import io.levada.io.files.ReadRecords;
import io.levada.io.lake.StagingArea;
import io.levada.io.storage.Location;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import io.levada.rows.RecordBlock;
import io.levada.transforms.EventSchema;
import io.levada.transforms.ParseEvents;
import io.levada.transforms.UnknownFields;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Predicate;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Files of JSON records as the source of a run. */
public final class RecordSource extends FileSource {

  /** Where the record of a run has the columns that were found. */
  private static final String FOUND_FILE = "inferred.json";

  static final String UNKNOWN_COLUMN = "unknown_fields";

  private final RecordOptions options;
  private final ZoneId zone;
  private final RecordSchema wanted;
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
    super(new FileInput(options, taken));
    this.options = options;
    this.zone = TimeZoneOption.parse(options.getZone());
    try {
      this.wanted = new RecordSchema(options, usual, input().name(), input().storages());
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  @Override
  public void open(StagingArea area, PipelineOptions pipelineOptions, Console console)
      throws IOException {
    this.sample = InputSample.of(input().storages(), input().files(), SAMPLE_PLACES);
    this.schema = wanted.isInferred() ? infer(area, pipelineOptions, console) : wanted.given();
    RecordSchema.renamed(schema).forEach(this::note);
  }

  /** A run of its own over the whole input, which leaves what it found in the run's record. */
  private EventSchema infer(StagingArea area, PipelineOptions pipelineOptions, Console console)
      throws IOException {
    String found =
        new FoundText(FOUND_FILE, expectedBytes(), input().bytes())
            .find(
                pipeline ->
                    pipeline
                        .apply("Read records", records())
                        .apply("Infer schema", wanted.inference()),
                area,
                pipelineOptions,
                console);
    EventSchema inferred =
        wanted.of(found, index -> input().files().get(index).location().toString());
    console.say("Inferred schema: " + inferred.toJson());
    return inferred;
  }

  @Override
  ReadRecords records() {
    return ReadRecords.from(input().files())
        .withStorages(input().storages())
        .withMaxRecordBytes(input().maxRecordBytes());
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
  PCollection<Row> rows(PCollection<RecordBlock> records) {
    return records.apply("Parse events", parse()).get(ParseEvents.rowsTag());
  }

  @Override
  EventSchema schema() {
    return schema;
  }

  @Override
  InputSample inputSample() {
    return sample;
  }
}
