/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.files.MissingInputException;
import io.levada.io.lake.DataFile;
import io.levada.io.lake.InvalidManifestException;
import io.levada.io.lake.Manifest;
import io.levada.io.lake.StagingArea;
import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.PublishPlan;
import io.levada.io.ledger.Run;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.Storages;
import io.levada.pipelines.AwsAccess;
import io.levada.pipelines.AwsOptions;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.Sizes;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.RunWork.OpenRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * A run that fills a lake table. Of its {@linkplain RunLife life} this is
 *
 * <ol>
 *   <li>list: the inputs that are not in the table yet
 *   <li>process: the Beam pipeline, which stages files and a manifest of them
 *   <li>prove: what was read is what was written, dropped and rejected
 *   <li>plan: complete the staged files, remove the replaced ones, clear the inputs away
 * </ol>
 */
public final class LakeJob {

  /** Where the run's record has what a person should know of the inputs. */
  private static final String NOTES_FILE = "notes.txt";

  private final String pipelineName;
  private final PipelineOptions options;
  private final LakeTarget target;
  private final Source source;
  private final Intake intake;
  private final Shape shape;
  private final Console console;
  private final AwsSettings aws;
  private final Storages storages;
  private final RunCatalog catalog;
  private final RunLife<Stage> life;
  private final List<String> notes = new ArrayList<>();
  private volatile List<StagedFile> rejects = List.of();

  /** A run that is not begun yet. */
  public LakeJob(
      String pipelineName,
      PipelineOptions options,
      LakeTarget target,
      Source source,
      Intake intake,
      Shape shape,
      Console console) {
    this.pipelineName = pipelineName;
    this.options = options;
    this.target = target;
    this.source = source;
    this.intake = intake;
    this.shape = shape;
    this.console = console;
    this.aws = AwsAccess.of(options.as(AwsOptions.class));
    this.storages = Storages.withoutStaging().withAws(aws);
    this.catalog = new RunCatalog(target, shape.layout().partition(), aws);
    RunPlace place = new RunPlace(target.table(), target.ledger(), target.lease());
    this.life = new RunLife<>(place, aws, console, new Work());
  }

  /**
   * Runs to the end.
   *
   * @throws UsageException if the table's records are kept elsewhere than asked for
   * @throws RunFailedException if it fails; its code says what is left to do
   */
  public RunSummary run() {
    return life.run();
  }

  /** What a run has staged and proven. */
  private record Stage(OpenRun open, Manifest manifest, String runner) {}

  /** What is a lake table's in the life of a run. */
  private final class Work implements RunWork<Stage> {

    @Override
    public Set<Location> alsoChanged() {
      Location place = intake.clearing().place();
      return place == null ? Set.of() : Set.of(place);
    }

    @Override
    public boolean list(Ledger ledger, String run, CutOffRuns before) throws IOException {
      notes.addAll(before.notes());
      listInputs(ledger, target.mode().adds() ? before.inTable() : Set.of());
      if (source.inputs().isEmpty() || isMadeBefore()) {
        return false;
      }
      target.check(ledger.storages(run));
      return true;
    }

    @Override
    public RunSummary nothingToDo(double seconds) {
      return RunReport.nothingToDo(pipelineName, output(), allNotes(), seconds);
    }

    @Override
    public StagingArea area(Ledger ledger, String run) throws IOException {
      return new StagingArea(
          ledger.storages(run),
          target.table(),
          ledger.runFolder(run),
          run,
          catalog.placement(ledger, run));
    }

    @Override
    public Map<String, Object> about(HeldLocks held) {
      return RunReport.about(pipelineName, options, source, intake, held);
    }

    @Override
    public Stage stage(OpenRun run) throws IOException {
      return LakeJob.this.stage(run);
    }

    @Override
    public List<StagedFile> kept() {
      return rejects;
    }

    @Override
    public void beforePrepared(Stage staged) throws IOException {
      catalog.prepare(staged.open().ledger(), staged.open().run().id());
    }

    @Override
    public PublishPlan plan(Stage staged) throws IOException {
      return LakeJob.this.plan(staged);
    }

    @Override
    public Map<String, Object> counts(Stage staged) {
      return RunReport.counts(staged.manifest());
    }

    @Override
    public void published(PublishPlan plan) {
      intake.clearing().told(plan.departures()).ifPresent(notes::add);
    }

    @Override
    public RunSummary summary(Stage staged, double seconds) {
      return RunReport.of(
          pipelineName,
          staged.open().area(),
          output(),
          source,
          staged.manifest(),
          staged.runner(),
          seconds,
          allNotes());
    }
  }

  private void listInputs(Ledger ledger, Set<InputChoice.Content> unfinished) throws IOException {
    InputChoice choice = new InputChoice(ledger, intake, unfinished);
    try {
      source.list(choice);
    } catch (MissingInputException e) {
      if (!intake.clearing().hasEmptied(ledger, storages)) {
        throw e;
      }
    }
    notes.addAll(choice.notes());
  }

  private boolean isMadeBefore() throws IOException {
    Optional<String> run = shape.madeBefore(source.inputs());
    run.ifPresent(
        id ->
            notes.add(
                Sizes.counted(source.inputs().size(), "file")
                    + " left out: run "
                    + id
                    + " has made the same of them, which waits"));
    return run.isPresent();
  }

  private Stage stage(OpenRun begun) throws IOException {
    Run run = begun.run();
    run.keep(ListedInputs.FILE, ListedInputs.encode(source.inputs()));
    source.open(begun.area(), options, console);
    run.keep(Source.SCHEMA_FILE, source.schemaJson().getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, byte[]> kept : shape.kept().entrySet()) {
      run.keep(kept.getKey(), kept.getValue());
    }
    if (!allNotes().isEmpty()) {
      String text = String.join("\n", allNotes()) + "\n";
      run.keep(NOTES_FILE, text.getBytes(StandardCharsets.UTF_8));
    }
    StagingPipeline pipeline =
        new StagingPipeline(source, shape, target, options, console, catalog);
    String runner = pipeline.run(begun.area());
    Manifest manifest = manifest(begun.area());
    if (source.corrects(manifest.reads(), begun.area(), options, console)) {
      this.rejects = List.of();
      pipeline.run(begun.area().again());
      manifest = manifest(begun.area().again());
    }
    Proof.check(manifest, source, target, begun.area().runFolder().child("rejects"));
    run.keep(InputOutcomes.FILE, InputOutcomes.encode(source.inputs(), manifest));
    if (intake.keepsInputs()) {
      begun.ledger().keepInputs();
    }
    return new Stage(begun, manifest, runner);
  }

  /** What the workers have staged; its rejects stay whatever becomes of the run. */
  private Manifest manifest(StagingArea area) throws IOException {
    try {
      Manifest manifest = Manifest.read(area);
      this.rejects =
          manifest.files().stream()
              .filter(file -> file.content() == DataFile.Content.REJECTS)
              .map(area::staged)
              .toList();
      return manifest;
    } catch (InvalidManifestException e) {
      throw new RunFailedException(ExitCode.NOT_CONSERVED, e.getMessage(), e);
    }
  }

  private PublishPlan plan(Stage staged) throws IOException {
    StagingArea area = staged.open().area();
    Ledger ledger = staged.open().ledger();
    String id = area.run();
    Set<String> partitions = new TreeSet<>();
    Set<String> folders = new TreeSet<>();
    List<StagedFile> complete = new ArrayList<>();
    for (DataFile file : staged.manifest().files()) {
      complete.add(area.staged(file));
      if (file.content() == DataFile.Content.DATA) {
        partitions.add(file.partition());
        folders.add(file.folder());
      }
    }
    Replacement replaced = target.replaced(ledger, area.storages(), partitions);
    return new PublishPlan(
        complete,
        replaced.remove(),
        List.copyOf(partitions),
        target.table().child("_SUCCESS"),
        intake.clearing().departures(source.inputs(), id, life.start(), area.storages()),
        catalog.registration(id, folders),
        replaced.retained());
  }

  /** What a person should know of the run. */
  private List<String> allNotes() {
    List<String> all = new ArrayList<>(notes);
    all.addAll(source.notes());
    all.addAll(catalog.notes());
    return all;
  }

  private String output() {
    return shape.output().orElse(target.table().toString());
  }
}
