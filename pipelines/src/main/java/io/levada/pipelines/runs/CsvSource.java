/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static java.util.stream.Collectors.toSet;

import io.levada.io.files.CsvParts;
import io.levada.io.files.CsvShape;
import io.levada.io.files.InputSample;
import io.levada.io.files.ReadRecords;
import io.levada.io.lake.SchemaDrift;
import io.levada.io.lake.StagingArea;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import io.levada.rows.ColumnNames;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import io.levada.transforms.CsvFiles;
import io.levada.transforms.EventField;
import io.levada.transforms.EventSchema;
import io.levada.transforms.InferCsv;
import io.levada.transforms.InferredCsv;
import io.levada.transforms.ParseCsv;
import io.levada.transforms.TypeTexts;
import io.levada.transforms.ValueType;
import java.io.IOException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Files of CSV as the source of a run. */
public final class CsvSource extends FileSource {

  private static final String PARTS_FILE = "parts.txt";
  private static final String INFERENCE_FILE = "inference.json";
  private static final String INFERENCE_AGAIN_FILE = "inference-again.json";
  private static final int MOST_TOLD = 20;

  private final CsvOptions options;
  private final CsvForm form;
  private final ZoneId zone;
  private final @Nullable EventSchema given;
  private CsvFiles files;
  private CsvShape shape;
  private CsvParts parts;
  private EventSchema schema;
  private Map<String, String> texts = Map.of();
  private InputSample sample;

  /**
   * Reads what the options name beside the input.
   *
   * @throws RunFailedException if the schema can't be read
   * @throws UsageException if an option is wrong
   */
  public CsvSource(CsvOptions options) {
    super(new FileInput(options));
    this.options = options;
    this.form = CsvForm.of(options);
    this.zone = TimeZoneOption.parse(options.getZone());
    try {
      this.given = RecordSchema.named(input().storages(), options.getSchema());
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  @Override
  public void open(StagingArea area, PipelineOptions pipelineOptions, Console console)
      throws IOException {
    List<String> namesOfSchema =
        given == null ? List.of() : given.fields().stream().map(EventField::source).toList();
    CsvLook look = new CsvLook(input().storages(), input().files(), form, namesOfSchema);
    this.shape = new CsvShape(look.dialect(), form.hasHeader(), look.haveOneColumn());
    this.files = new CsvFiles(shape.dialect(), shape.blankIsRecord(), look.files());
    look.note().ifPresent(this::note);
    if (form.nulls().isEmpty()) {
      note("No cell is null, as --nulls=none says (--nulls=none, has the text none for null)");
    }
    refuseDrift();
    this.sample = InputSample.ofCsv(input().storages(), input().files(), shape, SAMPLE_PLACES);
    this.parts = CsvParts.of(input().storages(), input().files(), shape);
    this.schema = given == null ? inferred(new Finding(area, pipelineOptions, console)) : given;
    tellColumns();
  }

  private void refuseDrift() {
    if (options.getSchemaDrift() != SchemaDrift.REFUSE) {
      return;
    }
    String drift = files.drift(index -> input().files().get(index).location().toString());
    if (drift != null) {
      throw new RunFailedException(
          ExitCode.FAILED,
          "Files of "
              + input().name()
              + " have columns of their own: "
              + drift
              + " (--schemaDrift=union takes them all)");
    }
  }

  /** What it takes to run a job of its own. */
  private record Finding(StagingArea area, PipelineOptions options, Console console) {}

  /**
   * The columns, by a run of its own over the whole input, which also finds out where its parts
   * begin. Should they begin elsewhere than guessed, it was of no use.
   */
  private EventSchema inferred(Finding finding) throws IOException {
    InferredCsv found = infer(INFERENCE_FILE, finding);
    if (isCorrected(found.reads(), finding)) {
      found = infer(INFERENCE_AGAIN_FILE, finding);
    }
    finding.console().say("Inferred schema: " + found.schema().toJson());
    return found.schema();
  }

  @Override
  public boolean corrects(
      List<ReadCount> reads, StagingArea area, PipelineOptions pipelineOptions, Console console)
      throws IOException {
    return isCorrected(reads, new Finding(area, pipelineOptions, console));
  }

  /** Whether parts begin elsewhere than guessed; behind it their beginnings are known anyway. */
  private boolean isCorrected(List<ReadCount> reads, Finding finding) throws IOException {
    Optional<CsvParts> proven = parts.proven(input().files(), reads);
    if (proven.isPresent()) {
      this.parts = proven.get();
      return false;
    }

    note("Quotes have misled readers of parts: all was looked at, and is read again");
    CsvParts guessed = parts;
    String found =
        find(PARTS_FILE, finding, pipeline -> pipeline.apply("Look at parts", guessed.look()));
    this.parts = guessed.with(found);
    return true;
  }

  private InferredCsv infer(String fileName, Finding finding) throws IOException {
    InferCsv infer = InferCsv.of(files).withNulls(form.nulls());
    InferCsv inferNumbers = options.isDecimalComma() ? infer.withDecimalComma() : infer;
    String found =
        find(
            fileName,
            finding,
            pipeline ->
                pipeline.apply("Read records", records()).apply("Infer columns", inferNumbers));
    InferredCsv inferred = InferredCsv.fromJson(found);
    if (inferred.schema().fields().isEmpty()) {
      throw new RunFailedException(
          ExitCode.FAILED,
          "Cannot infer columns from "
              + input().name()
              + ": no file of it has a row (give --schema, or leave the files out)");
    }
    return inferred;
  }

  private String find(String fileName, Finding finding, Function<Pipeline, PCollection<String>> job)
      throws IOException {
    return new FoundText(fileName, expectedBytes(), input().bytes())
        .find(job, finding.area(), finding.options(), finding.console());
  }

  private void tellColumns() {
    RecordSchema.renamed(schema).forEach(this::note);
    List<String> unknown = files.unknownTo(schema);
    if (!unknown.isEmpty()) {
      int more = unknown.size() - MOST_TOLD;
      note(
          "Columns left out, since the schema has none of their names: "
              + String.join(", ", unknown.subList(0, Math.min(MOST_TOLD, unknown.size())))
              + (more > 0 ? " and " + more + " more" : ""));
    }
  }

  @Override
  ReadRecords records() {
    return ReadRecords.from(input().files())
        .withStorages(input().storages())
        .withMaxRecordBytes(input().maxRecordBytes())
        .asCsv(shape)
        .inParts(parts);
  }

  @Override
  public List<Row> sample() {
    return parse(schema).preview(sample.blocks());
  }

  /** Of types that were given, nothing depends on other cells. */
  @Override
  public Map<String, String> keepTexts(Set<String> columns) {
    Map<String, String> kept = new LinkedHashMap<>();
    Set<String> names = schema.fields().stream().map(EventField::name).collect(toSet());
    for (EventField field : given == null ? schema.fields() : List.<EventField>of()) {
      if (columns.contains(field.name()) && !field.type().equals(ValueType.STRING)) {
        kept.put(field.name(), ColumnNames.free(field.name() + "_text", names));
      }
    }
    this.texts = kept;
    return Map.copyOf(kept);
  }

  private TypeTexts typeTexts() {
    TypeTexts typed = TypeTexts.of(schema, texts).withNulls(form.nulls()).withZone(zone);
    return options.isDecimalComma() ? typed.withDecimalComma() : typed;
  }

  private ParseCsv parse(EventSchema columns) {
    try {
      ParseCsv parse =
          ParseCsv.of(columns, files).withNulls(form.nulls()).withZone(zone).withEnvelope();
      return options.isDecimalComma() ? parse.withDecimalComma() : parse;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  @Override
  PCollection<Row> rows(PCollection<RecordBlock> records) {
    TypeTexts typed = typeTexts();
    PCollection<Row> rows =
        records.apply("Parse CSV", parse(typed.parsed())).get(ParseCsv.rowsTag());
    return texts.isEmpty() ? rows : rows.apply("Type texts", typed);
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
