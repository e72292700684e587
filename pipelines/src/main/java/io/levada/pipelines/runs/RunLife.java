/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

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
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.RunWork.OpenRun;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The life of a run, whatever its work is:
 *
 * <ol>
 *   <li>begin: lock all that it changes, and finish or undo what a run before has left
 *   <li>list: find out what there is to do; record the run as OPEN
 *   <li>stage: what the work is, with its proof
 *   <li>prepare: record all that publishing will do
 *   <li>publish: complete the staged files, and do all else that was recorded
 *   <li>commit, and release the locks
 * </ol>
 *
 * <p>Whatever fails before PREPARED is undone before the failure is told.
 *
 * @param <S> what the work has staged
 */
public final class RunLife<S> {

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final RunPlace place;
  private final AwsSettings aws;
  private final Storages storages;
  private final Console console;
  private final RunWork<S> work;
  private final Clock clock = Clock.systemUTC();
  private final Instant start = clock.instant();
  private final long startNanos = System.nanoTime();
  private volatile String id = RunId.at(start);
  private volatile @Nullable OpenRun open;
  private volatile boolean preparing;
  private boolean undone;

  /** A run that is not begun yet. */
  public RunLife(RunPlace place, AwsSettings aws, Console console, RunWork<S> work) {
    this.place = place;
    this.aws = aws;
    this.storages = Storages.withoutStaging().withAws(aws);
    this.console = console;
    this.work = work;
  }

  /** When it was made. */
  public Instant start() {
    return start;
  }

  /**
   * Runs to the end.
   *
   * @throws UsageException if the output's records are kept elsewhere than asked for
   * @throws RunFailedException if it fails; its code says what is left to do
   */
  public RunSummary run() {
    try {
      Ledger ledger = Ledger.claim(aws, place.output(), place.ledger());
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
    return new Locks(storages::of, place.lease(), clock, console::say);
  }

  /** All that nobody else may change meanwhile. */
  private Set<Location> changed(Ledger ledger) {
    Set<Location> changed = new TreeSet<>(work.alsoChanged());
    changed.add(place.output());
    if (!ledger.folder().equals(Ledger.homeOf(place.output()))) {
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
    id = RunId.behind(before.newest(), start);
    try {
      S staged;
      try (Console.Undo undo = console.onInterrupt(() -> stop(held))) {
        if (!work.list(ledger, id, before)) {
          return work.nothingToDo(seconds());
        }
        staged = work.stage(begin(ledger, held));
      }
      return publish(staged, held);
    } catch (IOException | RuntimeException | Error e) {
      if (!undo(e)) {
        throw unfinished(e);
      }
      throw e;
    }
  }

  private OpenRun begin(Ledger ledger, HeldLocks held) throws IOException {
    StagingArea area = work.area(ledger, id);
    Run run = ledger.begin(id, clock, work.about(held));
    OpenRun begun = new OpenRun(ledger, run, area);
    this.open = begun;
    // Whoever has followed before now has not seen the run, and may have read the same inputs.
    held.confirm();
    return begun;
  }

  @SuppressWarnings("try") // the handle is open while a signal would leave something to do
  private RunSummary publish(S staged, HeldLocks held) throws IOException {
    Run run = open.run();
    run.checkWritable();
    work.beforePrepared(staged);
    PublishPlan plan = work.plan(staged);
    held.check();
    preparing = true;
    run.prepare(plan, work.counts(staged));
    try (Console.Undo interrupted = console.onInterrupt(this::tellUnfinished)) {
      run.publish(plan, held);
      run.commit(plan, held);
      work.published(plan);
    } catch (RolledBackException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    } catch (OwedWorkException e) {
      RunSummary summary = work.summary(staged, seconds());
      throw new RunFailedException(ExitCode.UNFINISHED, e.getMessage(), e, summary);
    } catch (IOException | RuntimeException e) {
      throw unfinished(e);
    }
    return work.summary(staged, seconds());
  }

  private RunFailedException unfinished(Throwable cause) {
    return new RunFailedException(
        ExitCode.UNFINISHED,
        "Cannot finish publishing run " + id + ": " + cause.getMessage() + wayOut(),
        cause);
  }

  private String wayOut() {
    return " (the next run, or levada runs recover " + place.output() + ", finishes it)";
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
        discardStaged();
      }
      return open.run()
          .rollBack(
              failure == null ? "interrupted" : String.valueOf(failure.getMessage()), work.kept());
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
  private void discardStaged() throws IOException {
    Set<String> kept = work.kept().stream().map(StagedFile::stagingId).collect(Collectors.toSet());
    Storage storage = open.area().storages().of(open.area().table());
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
