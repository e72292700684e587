/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.files.MissingInputException;
import io.levada.io.lake.DataFile;
import io.levada.io.lake.InvalidManifestException;
import io.levada.io.lake.Manifest;
import io.levada.io.lake.StagingArea;
import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.LockedException;
import io.levada.io.ledger.Locks;
import io.levada.io.ledger.OtherLedgerException;
import io.levada.io.ledger.OwedWorkException;
import io.levada.io.ledger.PublishPlan;
import io.levada.io.ledger.RolledBackException;
import io.levada.io.ledger.Run;
import io.levada.io.ledger.RunId;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.AwsAccess;
import io.levada.pipelines.AwsOptions;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The life of a run that fills a lake table:
 *
 * <ol>
 *   <li>begin: lock all that it changes, and finish or undo what a run before has left
 *   <li>list: the inputs that are not in the table yet; record the run as OPEN
 *   <li>process: the Beam pipeline, which stages files and a manifest of them
 *   <li>prove: what was read is what was written, dropped and rejected
 *   <li>prepare: record all that publishing will do
 *   <li>publish: complete the staged files, remove the replaced ones, clear the inputs away
 *   <li>commit, and release the locks
 * </ol>
 *
 * <p>Whatever fails before PREPARED is undone before the failure is told.
 */
public final class LakeJob {

  /** Where the run's record has what a person should know of the inputs. */
  private static final String NOTES_FILE = "notes.txt";

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final String pipelineName;
  private final PipelineOptions options;
  private final LakeTarget target;
  private final Source source;
  private final Intake intake;
  private final Shape shape;
  private final Console console;
  private final AwsSettings aws;
  private final Storages storages;
  private final Clock clock = Clock.systemUTC();
  private final Instant start = clock.instant();
  private final long startNanos = System.nanoTime();
  private final RunCatalog catalog;
  private final List<String> notes = new ArrayList<>();
  private volatile String id = RunId.at(start);
  private volatile @Nullable Open open;
  private volatile List<StagedFile> rejects = List.of();
  private volatile boolean preparing;
  private boolean undone;

  /** A run that has its record, and where its workers write. */
  private record Open(Ledger ledger, Run run, StagingArea area) {}

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
  }

  /**
   * Runs to the end.
   *
   * @throws UsageException if the table's records are kept elsewhere than asked for
   * @throws RunFailedException if it fails; its code says what is left to do
   */
  public RunSummary run() {
    try {
      Ledger ledger = Ledger.claim(aws, target.table(), target.ledger());
      HeldLocks held = locks().take(changed(ledger), id);
      try {
        return run(ledger, held);
      } finally {
        release(held);
      }
    } catch (OtherLedgerException e) {
      throw new UsageException(e.getMessage());
    } catch (LockedException e) {
      throw new RunFailedException(ExitCode.LOCKED, e.getMessage(), e);
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private Locks locks() {
    return new Locks(storages::of, target.lease(), clock, console::say);
  }

  /** All that nobody else may change meanwhile. */
  private Set<Location> changed(Ledger ledger) {
    Set<Location> changed = new TreeSet<>(Set.of(target.table()));
    if (intake.clearing().place() != null) {
      changed.add(intake.clearing().place());
    }
    if (!ledger.folder().equals(Ledger.homeOf(target.table()))) {
      changed.add(ledger.folder());
    }
    return changed;
  }

  /** A lock that can't be released is free when this process is gone, or a lease later. */
  private void release(HeldLocks held) {
    try {
      held.close();
    } catch (IOException e) {
      console.say("Cannot release a lock: " + e.getMessage());
    }
  }

  @SuppressWarnings("try") // the handle is open while there is something to undo
  private RunSummary run(Ledger ledger, HeldLocks held) throws IOException {
    CutOffRuns before = CutOffRuns.recover(ledger, held, clock, console);
    notes.addAll(before.notes());
    id = RunId.behind(before.newest(), start);
    try {
      Stage staged;
      try (Console.Undo undo = console.onInterrupt(() -> stop(held))) {
        list(ledger, target.mode().adds() ? before.inTable() : Set.of());
        if (source.inputs().isEmpty()) {
          return RunReport.nothingToDo(pipelineName, output(), notes(), seconds());
        }
        target.check(ledger.storages(id));
        Open begun = begin(ledger, held);
        staged = stage(begun);
      }
      return publish(staged, held);
    } catch (IOException | RuntimeException | Error e) {
      if (!undo(e)) {
        throw unfinished(e);
      }
      throw e;
    }
  }

  private void list(Ledger ledger, Set<InputChoice.Content> unfinished) throws IOException {
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

  private Open begin(Ledger ledger, HeldLocks held) throws IOException {
    StagingArea area =
        new StagingArea(
            ledger.storages(id),
            target.table(),
            ledger.runFolder(id),
            id,
            catalog.placement(ledger, id));
    Run run = ledger.begin(id, clock, RunReport.about(pipelineName, options, source, intake, held));
    Open begun = new Open(ledger, run, area);
    this.open = begun;
    // Whoever has followed before now has not seen the run, and may have read the same inputs.
    held.confirm();
    return begun;
  }

  /** What a run has staged and proven. */
  private record Stage(Open open, Manifest manifest, String runner) {}

  private Stage stage(Open begun) throws IOException {
    Run run = begun.run();
    run.keep(ListedInputs.FILE, ListedInputs.encode(source.inputs()));
    source.open(begun.area(), options, console);
    run.keep(Source.SCHEMA_FILE, source.schemaJson().getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, byte[]> kept : shape.kept().entrySet()) {
      run.keep(kept.getKey(), kept.getValue());
    }
    if (!notes().isEmpty()) {
      String text = String.join("\n", notes()) + "\n";
      run.keep(NOTES_FILE, text.getBytes(StandardCharsets.UTF_8));
    }
    String runner =
        new StagingPipeline(source, shape, target, options, console, catalog).run(begun.area());
    Manifest manifest = manifest(begun.area());
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

  @SuppressWarnings("try") // the handle is open while a signal would leave something to do
  private RunSummary publish(Stage staged, HeldLocks held) throws IOException {
    Run run = staged.open().run();
    run.checkWritable();
    catalog.prepare(staged.open().ledger(), id);
    PublishPlan plan = plan(staged);
    held.check();
    preparing = true;
    run.prepare(plan, RunReport.counts(staged.manifest()));
    try (Console.Undo interrupted = console.onInterrupt(this::tellUnfinished)) {
      run.publish(plan, held);
      run.commit(plan, held);
      intake.clearing().told(plan.departures()).ifPresent(notes::add);
    } catch (RolledBackException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    } catch (OwedWorkException e) {
      throw new RunFailedException(ExitCode.UNFINISHED, e.getMessage(), e, summary(staged));
    } catch (IOException | RuntimeException e) {
      throw unfinished(e);
    }
    return summary(staged);
  }

  private RunSummary summary(Stage staged) {
    return RunReport.of(
        pipelineName,
        staged.open().area(),
        output(),
        source,
        staged.manifest(),
        staged.runner(),
        seconds(),
        notes());
  }

  private PublishPlan plan(Stage staged) throws IOException {
    StagingArea area = staged.open().area();
    Ledger ledger = staged.open().ledger();
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
        intake.clearing().departures(source.inputs(), id, start, area.storages()),
        catalog.registration(id, folders),
        replaced.retained());
  }

  private RunFailedException unfinished(Throwable cause) {
    return new RunFailedException(
        ExitCode.UNFINISHED,
        "Cannot finish publishing run " + id + ": " + cause.getMessage() + wayOut(),
        cause);
  }

  private String wayOut() {
    return " (the next run, or levada runs recover " + target.table() + ", finishes it)";
  }

  private void tellUnfinished() {
    throw new RunFailedException(
        ExitCode.UNFINISHED, "Run " + id + " is being published" + wayOut());
  }

  /** The process is asked to stop, and the run can be undone. */
  private void stop(HeldLocks held) {
    if (undo(null)) {
      release(held);
    }
  }

  /**
   * Removes what the run has staged; the rejects stay, since they tell what was wrong.
   *
   * @return false if the run is prepared all the same, or may be, since only the answer to that was
   *     lost
   */
  private synchronized boolean undo(@Nullable Throwable failure) {
    boolean ended =
        failure instanceof RunFailedException failed
            && (failed.exitCode() == ExitCode.UNFINISHED
                || failed.getCause() instanceof RolledBackException);
    if (ended || undone || open == null) {
      return true;
    }

    undone = true;
    try {
      open.area().close();
      if (!preparing) {
        // Only this process could prepare the run. The record may need the room on a full disk.
        discardStaged(open.area());
      }
      return open.run()
          .rollBack(
              failure == null ? "interrupted" : String.valueOf(failure.getMessage()), rejects);
    } catch (IOException e) {
      String message = "Cannot undo run " + id + ": " + e.getMessage();
      if (failure == null) {
        // Nobody hears the console any more.
        throw new RunFailedException(ExitCode.UNFINISHED, message + wayOut(), e);
      }
      console.say(message);
      return !preparing;
    }
  }

  /** More than once, for a worker may have been about to stage a file when the area was closed. */
  private void discardStaged(StagingArea area) throws IOException {
    Set<String> kept = rejects.stream().map(StagedFile::stagingId).collect(Collectors.toSet());
    Storage storage = area.storages().of(area.table());
    int emptyPasses = 0;
    while (emptyPasses < 2) {
      emptyPasses = storage.discardStagedExcept(kept) == 0 ? emptyPasses + 1 : 0;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** What a person should know of the run. */
  private List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    all.addAll(source.notes());
    all.addAll(catalog.notes());
    return all;
  }

  private String output() {
    return shape.output().orElse(target.table().toString());
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
