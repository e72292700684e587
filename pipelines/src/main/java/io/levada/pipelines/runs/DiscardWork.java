/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.levada.io.lake.LakeTable;
import io.levada.io.lake.StagingArea;
import io.levada.io.ledger.Bookmark;
import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.PublishPlan;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.ledger.Run.State;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.Storages;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.RunSummary.Head;
import io.levada.pipelines.RunSummary.Input;
import io.levada.pipelines.RunSummary.Output;
import io.levada.pipelines.RunSummary.Rows;
import io.levada.pipelines.Sizes;
import io.levada.pipelines.runs.RunWork.OpenRun;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** The run that discards items: it stages nothing, and its publishing removes files. */
final class DiscardWork implements RunWork<OpenRun> {

  private static final String NAME = "discard";
  private static final String NOTES_FILE = "notes.txt";

  private final AwsSettings aws;
  private final Location items;
  private final WrittenItems written;
  private final boolean evenInPart;
  private final Set<Location> gone = new TreeSet<>();
  private final List<Location> left = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private DiscardedRun discarded;

  /**
   * @param items the table of items
   * @param written what is discarded of it
   * @param evenInPart whether a load of them may have begun
   */
  DiscardWork(AwsSettings aws, Location items, WrittenItems written, boolean evenInPart) {
    this.aws = aws;
    this.items = items;
    this.written = written;
    this.evenInPart = evenInPart;
  }

  /** No load may begin meanwhile. */
  @Override
  public Set<Location> alsoChanged() {
    return Set.of(written.home());
  }

  @Override
  public boolean list(Ledger ledger, String run, CutOffRuns before) throws IOException {
    notes.addAll(before.notes());
    checkCommitted(ledger.run(written.run()).orElseThrow().state());
    Ledger loads = Ledger.find(aws, written.home());
    checkFinished(loads);
    for (Entry file : LakeTable.dataFiles(Storages.withoutStaging().withAws(aws), items)) {
      (written.has(file) ? gone : left).add(file.location());
    }
    checkWaiting();
    checkNotBegun(loads);
    discarded = DiscardedRun.of(written.record());
    return true;
  }

  private void checkCommitted(State state) {
    if (state == State.VISIBLE) {
      throw ItemDiscard.refused(
          written.run(),
          "something of it is owed still (levada runs recover " + items + " says what)");
    }
    if (state != State.COMMITTED) {
      throw ItemDiscard.refused(written.run(), "it is " + state + ", so that none of it waits");
    }
  }

  /** One that is finished later would put items of files that are gone. */
  private void checkFinished(Ledger loads) throws IOException {
    for (RecordedRun load : loads.runs()) {
      if (load.unfinished()) {
        throw ItemDiscard.refused(
            written.run(),
            "run %s of its load was cut off (levada runs recover %s first)"
                .formatted(load.id(), written.home()));
      }
    }
  }

  private void checkWaiting() throws IOException {
    boolean waits =
        WrittenItems.notLoaded(aws, items, written.home()).stream()
            .anyMatch(waiting -> waiting.run().equals(written.run()));
    if (!waits) {
      throw ItemDiscard.refused(
          written.run(),
          "its items do not wait: they are loaded, or discarded (levada runs list "
              + written.home()
              + " shows the loads)");
    }
  }

  private void checkNotBegun(Ledger loads) throws IOException {
    Optional<String> load = loadOf(loads);
    if (load.isEmpty()) {
      return;
    }

    String begun = "run " + load.get() + " has loaded its items, or some of them";
    if (!evenInPart) {
      throw ItemDiscard.refused(
          written.run(),
          begun
              + ", which would stay in the DynamoDB table (run the job again with its options to"
              + " load them all, or add --partly-loaded to discard what waits)");
    }
    notes.add(begun + ": those stay in the DynamoDB table");
  }

  /** The last run that has read any of the files, which may have been removed behind it. */
  private Optional<String> loadOf(Ledger loads) throws IOException {
    for (RecordedRun load : loads.runs()) {
      if (written.areReadBy(loads.record(load))) {
        return Optional.of(load.id());
      }
    }
    return Optional.empty();
  }

  @Override
  public RunSummary nothingToDo(double seconds) {
    throw new IllegalStateException("What is nothing to do is refused");
  }

  @Override
  public StagingArea area(Ledger ledger, String run) {
    return new StagingArea(ledger.storages(run), items, ledger.runFolder(run), run);
  }

  @Override
  public Map<String, Object> about(HeldLocks held) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("bookmark", "none");
    about.putAll(RecordedOptions.of(NAME, PipelineOptionsFactory.create(), held));
    return about;
  }

  @Override
  public OpenRun stage(OpenRun open) throws IOException {
    notes.add(
        0,
        "Discarded run %s: %s of %s removed"
            .formatted(written.run(), Sizes.counted(gone.size(), "file"), items));
    notes.add(discarded.told(items));
    open.run().keep(NOTES_FILE, (String.join("\n", notes) + "\n").getBytes(UTF_8));
    return open;
  }

  @Override
  public List<StagedFile> kept() {
    return List.of();
  }

  /** Before the files go: behind them, a cut would leave inputs that nobody reads again. */
  @Override
  public void beforePrepared(OpenRun open) throws IOException {
    new Bookmark(open.ledger()).forget(written.run(), Clock.systemUTC());
  }

  @Override
  public PublishPlan plan(OpenRun open) {
    return new PublishPlan(
        List.of(),
        List.copyOf(gone),
        List.of(),
        items.child("_SUCCESS"),
        List.of(),
        discarded.emptied(left),
        List.of());
  }

  @Override
  public Map<String, Object> counts(OpenRun open) {
    return Map.of();
  }

  @Override
  public RunSummary summary(OpenRun open, double seconds) {
    StagingArea area = open.area();
    return new RunSummary(
        new Head(NAME, area.run(), "", area.runFolder().toString(), seconds),
        Input.NONE,
        Rows.NONE,
        Output.none(items.toString()),
        notes);
  }
}
