/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.Conservation;
import io.levada.io.lake.DataFile;
import io.levada.io.lake.Fate;
import io.levada.io.lake.InvalidManifestException;
import io.levada.io.lake.LakeIO;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.Manifest;
import io.levada.io.lake.SlotPlan;
import io.levada.io.lake.StagingArea;
import io.levada.io.ledger.PublishPlan;
import io.levada.io.ledger.RolledBackException;
import io.levada.io.ledger.Run;
import io.levada.io.ledger.RunId;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The life of a run that fills a lake table:
 *
 * <ol>
 *   <li>begin: record the run as OPEN
 *   <li>process: the Beam pipeline, which stages files and a manifest of them
 *   <li>prove: what was read is what was written, dropped and rejected
 *   <li>prepare: record all that publishing will do
 *   <li>publish: complete the staged files, remove the replaced ones
 *   <li>commit
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
  private final Shape shape;
  private final List<Location> consumed;
  private final Console console;
  private final Clock clock;
  private final StagingArea area;
  private final long startNanos = System.nanoTime();
  private List<StagedFile> rejects = List.of();
  private boolean preparing;
  private boolean undone;

  /**
   * A run that is not begun yet.
   *
   * @param consumed files that are removed when the table has their rows
   */
  public LakeJob(
      String pipelineName,
      PipelineOptions options,
      LakeTarget target,
      Source source,
      Shape shape,
      List<Location> consumed,
      Console console) {
    this.pipelineName = pipelineName;
    this.options = options;
    this.target = target;
    this.source = source;
    this.shape = shape;
    this.consumed = List.copyOf(consumed);
    this.console = console;
    this.clock = Clock.systemUTC();
    String id = RunId.at(clock.instant());
    this.area =
        new StagingArea(
            Storages.stagingIn(target.stagingFolder(id)), target.table(), target.runFolder(id), id);
  }

  /**
   * Runs to the end.
   *
   * @throws RunFailedException if it fails; its code says what is left to do
   */
  public RunSummary run() {
    if (source.inputs().isEmpty()) {
      return RunReport.nothingToDo(pipelineName, target, source, seconds());
    }

    try {
      checkTarget();
      Run run =
          Run.begin(
              area.storages(),
              area.runFolder(),
              area.run(),
              clock,
              RunReport.about(pipelineName, options, source));
      try {
        return proceed(run);
      } catch (IOException | RuntimeException | Error e) {
        if (!undo(run, e)) {
          throw unfinished(run, e);
        }
        throw e;
      }
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private void checkTarget() throws IOException {
    if (area.storages().of(target.table()).status(target.table()).isPresent()) {
      throw new RunFailedException(
          ExitCode.FAILED, "Cannot write " + target.table() + ": it is a file (give a folder)");
    }
    boolean taken =
        target.mode() == WriteMode.FAIL_IF_EXISTS
            && !LakeTable.dataFiles(area.storages(), target.table()).isEmpty();
    if (taken) {
      throw new RunFailedException(
          ExitCode.FAILED,
          "Cannot write "
              + target.table()
              + ": it has files already (--writeMode=append, overwrite or overwrite-partitions"
              + " takes it)");
    }
  }

  @SuppressWarnings("try") // the handle is open while there is something to undo
  private RunSummary proceed(Run run) throws IOException {
    String runner;
    Manifest manifest;
    try (Console.Undo undo = console.onInterrupt(() -> undo(run, null))) {
      run.keep(ListedInputs.FILE, ListedInputs.encode(source.inputs()));
      source.open(area, options, console);
      run.keep(Source.SCHEMA_FILE, source.schemaJson().getBytes(StandardCharsets.UTF_8));
      if (!source.notes().isEmpty()) {
        String notes = String.join("\n", source.notes()) + "\n";
        run.keep(NOTES_FILE, notes.getBytes(StandardCharsets.UTF_8));
      }
      runner = process();
      manifest = prove();
    }
    PublishPlan plan = plan(manifest);
    checkWritable();
    preparing = true;
    run.prepare(plan, RunReport.counts(manifest));
    publish(run, plan);
    return RunReport.of(pipelineName, area, target, source, manifest, runner, seconds());
  }

  /** A table that can't be written is told while the run can still be undone. */
  private void checkWritable() throws IOException {
    Location probe = target.table().child("_levada-" + area.run());
    Storage storage = area.storages().of(probe);
    storage.createIfAbsent(probe, new byte[0]);
    storage.delete(probe);
  }

  /** Stages all files; returns the class of the runner's result. */
  private String process() throws IOException {
    PipelineRun.prepare(options, source.expectedBytes());
    Pipeline pipeline = Pipeline.create(options);
    build(pipeline);
    long bytes = source.inputs().stream().mapToLong(Source.Input::bytes).sum();
    return PipelineRun.toEnd(pipeline, bytes, console);
  }

  /** Transforms refuse columns that are not there when they are applied: a wrong option. */
  private void build(Pipeline pipeline) throws IOException {
    SlotPlan plan = slotPlan();
    try {
      shape
          .apply(source.read(pipeline))
          .apply(
              "Write table",
              LakeIO.write(area)
                  .withLayout(shape.layout())
                  .withStep(shape.step())
                  .withFormat(target.format())
                  .withSlotPlan(plan)
                  .withInputNames(new ListedInputs(area.storages(), area.runFolder())));
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private SlotPlan slotPlan() throws IOException {
    long bytes = source.expectedBytes();
    SlotPlan single = SlotPlan.forSize(bytes, 0);
    return single.buckets() == 1
        ? single
        : SlotPlan.forSize(bytes, shape.colocations(source.sample()));
  }

  private Manifest prove() throws IOException {
    Manifest found;
    try {
      found = Manifest.read(area);
    } catch (InvalidManifestException e) {
      throw new RunFailedException(ExitCode.NOT_CONSERVED, e.getMessage(), e);
    }

    this.rejects =
        found.files().stream()
            .filter(file -> file.content() == DataFile.Content.REJECTS)
            .map(area::staged)
            .toList();
    List<String> problems = new ArrayList<>(source.coverageProblems(found.reads()));
    problems.addAll(Conservation.problems(found));
    if (!problems.isEmpty()) {
      throw new RunFailedException(
          ExitCode.NOT_CONSERVED,
          "Rows do not add up, nothing is published: "
              + String.join("; ", problems.subList(0, Math.min(3, problems.size())))
              + (problems.size() > 3 ? "; and " + (problems.size() - 3) + " more" : ""));
    }
    checkRejects(found);
    return found;
  }

  private void checkRejects(Manifest found) {
    long rejected = found.count(Fate.REJECTED);
    boolean tooMany = target.maxRejects() != null && rejected > target.maxRejects();
    boolean tooLargeShare =
        target.maxRejectRatio() != null && rejected > target.maxRejectRatio() * found.readCount();
    if (tooMany || tooLargeShare) {
      throw new RunFailedException(
          ExitCode.TOO_MANY_REJECTS,
          rejected
              + " of "
              + found.readCount()
              + " records were rejected, more than "
              + (tooMany
                  ? "--maxRejects=" + target.maxRejects()
                  : "--maxRejectRatio=" + target.maxRejectRatio())
              + "; the rejects are in "
              + area.runFolder().child("rejects"));
    }
  }

  private PublishPlan plan(Manifest proven) throws IOException {
    Set<String> partitions = new TreeSet<>();
    List<StagedFile> staged = new ArrayList<>();
    for (DataFile file : proven.files()) {
      staged.add(area.staged(file));
      if (file.content() == DataFile.Content.DATA) {
        partitions.add(file.partition());
      }
    }
    List<Location> remove = new ArrayList<>(replaced(partitions));
    remove.addAll(consumed);
    return new PublishPlan(
        staged, remove, List.copyOf(partitions), target.table().child("_SUCCESS"));
  }

  private List<Location> replaced(Set<String> partitions) throws IOException {
    if (target.mode() == WriteMode.APPEND || target.mode() == WriteMode.FAIL_IF_EXISTS) {
      return List.of();
    }

    return LakeTable.dataFiles(area.storages(), target.table()).stream()
        .map(Entry::location)
        .filter(
            file -> target.mode() == WriteMode.OVERWRITE || partitions.contains(partitionOf(file)))
        .toList();
  }

  private String partitionOf(Location file) {
    Location folder = file.parent();
    return folder.equals(target.table()) ? "" : folder.relativeTo(target.table());
  }

  private static void publish(Run run, PublishPlan plan) {
    try {
      run.publish(plan);
      run.commit(plan);
    } catch (RolledBackException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      throw unfinished(run, e);
    }
  }

  private static RunFailedException unfinished(Run run, Throwable cause) {
    return new RunFailedException(
        ExitCode.UNFINISHED,
        "Cannot finish publishing run " + run.id() + ": " + cause.getMessage(),
        cause);
  }

  /**
   * Removes what the run has staged; the rejects stay, since they tell what was wrong.
   *
   * @return false if the run is prepared all the same, since only the answer to that was lost
   */
  private synchronized boolean undo(Run run, Throwable failure) {
    boolean ended =
        failure instanceof RunFailedException failed
            && (failed.exitCode() == ExitCode.UNFINISHED
                || failed.getCause() instanceof RolledBackException);
    if (ended || undone) {
      return true;
    }

    undone = true;
    try {
      area.close();
      if (!preparing) {
        // Only this process could prepare the run. The record may need the room on a full disk.
        discardStaged();
      }
      return run.rollBack(
          failure == null ? "interrupted" : String.valueOf(failure.getMessage()), rejects);
    } catch (IOException e) {
      console.say("Cannot undo run " + run.id() + ": " + e.getMessage());
      return true;
    }
  }

  /** More than once, for a worker may have been about to stage a file when the area was closed. */
  private void discardStaged() throws IOException {
    Set<String> kept = rejects.stream().map(StagedFile::stagingId).collect(Collectors.toSet());
    Storage storage = area.storages().of(area.table());
    int emptyPasses = 0;
    while (emptyPasses < 2) {
      emptyPasses = storage.discardStagedExcept(kept) == 0 ? emptyPasses + 1 : 0;
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private double seconds() {
    return (System.nanoTime() - startNanos) / 1e9;
  }
}
