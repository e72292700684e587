/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.catalog.Registration;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The runs of one table as a look at its ledger has found them. */
final class TableRuns {

  private static final String PREPARED_OR_NOT = "state-2.json";
  private static final String VISIBLE_OR_NOT = "state-3.json";
  private static final String COMMITTED = "state-4.json";

  private final AwsSettings aws;
  private final Location table;
  private final Ledger.@Nullable Named named;
  private final Ledger ledger;
  private final Map<String, Set<String>> objects;

  /** Of the runs that change the table still, those that have come as far. */
  private final Set<String> visible = new HashSet<>();

  private TableRuns(AwsSettings aws, Location table, Ledger.@Nullable Named named)
      throws IOException {
    this.aws = aws;
    this.table = table;
    this.named = named;
    this.ledger = Ledger.in(aws, table, folder(table, named));
    this.objects = ledger.objects();
  }

  static TableRuns of(AwsSettings aws, Location table) throws IOException {
    TableRuns runs = new TableRuns(aws, table, Ledger.named(aws, table).orElse(null));
    runs.tellVisible(Set.of());
    return runs;
  }

  /** A further look. A ledger is named once and for all, but it may not have been named before. */
  TableRuns again() throws IOException {
    Ledger.Named now = named == null ? Ledger.named(aws, table).orElse(null) : named;
    TableRuns runs = new TableRuns(aws, table, now);
    runs.tellVisible(visible);
    return runs;
  }

  /**
   * The records are at home where the table's own home was named, though that may have had another
   * path: a table can be reached by a link, or have been moved or copied with its home.
   */
  private static Location folder(Location table, Ledger.@Nullable Named named) {
    boolean isHome = named == null || named.ledger().equals(Ledger.homeOf(named.table()));
    return isHome ? Ledger.homeOf(table) : named.ledger();
  }

  private void tellVisible(Set<String> known) throws IOException {
    for (Map.Entry<String, Set<String>> run : objects.entrySet()) {
      boolean is =
          run.getValue().contains(VISIBLE_OR_NOT)
              && !isThrough(run.getKey())
              && (known.contains(run.getKey()) || saysVisible(run.getKey()));
      if (is) {
        visible.add(run.getKey());
      }
    }
  }

  private boolean saysVisible(String run) throws IOException {
    Run.State state = load(run).state(3);
    if (state == null) {
      throw Run.damaged(ledger.runFolder(run).child(VISIBLE_OR_NOT), null);
    }
    return state == Run.State.VISIBLE;
  }

  /** Whether the run changes the table no more: what it owes, if anything, is elsewhere. */
  private boolean isThrough(String run) {
    return hasReplaced(run) || objects.getOrDefault(run, Set.of()).contains(Run.SWEPT);
  }

  private boolean isVisible(String run) {
    return visible.contains(run) || hasReplaced(run);
  }

  /** Whether the run's files are there, and those that it replaces are gone. */
  private boolean hasReplaced(String run) {
    Set<String> names = objects.getOrDefault(run, Set.of());
    return names.contains(COMMITTED) || names.contains(Run.REMOVED);
  }

  /**
   * Adds the files in a folder that a listing between that look and this one must not count.
   *
   * @return false if no such listing can be relied on
   */
  boolean addHiddenSince(TableRuns before, Location folder, HiddenFiles hidden) throws IOException {
    hidden.addRetained(before.retained(folder));
    List<PublishPlan> meanwhile = new ArrayList<>();
    for (String run : objects.keySet()) {
      Optional<PublishPlan> plan = before.isThrough(run) ? Optional.empty() : plan(run);
      if (plan.isEmpty()) {
        continue;
      }
      if (before.isVisible(run)) {
        hidden.addReplaced(below(folder, plan.get().remove().stream()));
        hidden.addRetained(retained(plan.get().retained(), folder));
      } else {
        hidden.addUnpublished(published(plan.get(), folder));
        if (isVisible(run)) {
          meanwhile.add(plan.get());
        }
      }
    }
    return meanwhile.stream().noneMatch(plan -> supersedes(plan, folder, hidden));
  }

  /** A run that adds to a table which retains versions names these, though it supersedes none. */
  private boolean supersedes(PublishPlan plan, Location folder, HiddenFiles known) {
    return !below(folder, plan.remove().stream()).isEmpty()
        || !known.hasRetained(retained(plan.retained(), folder));
  }

  /**
   * What visible runs have changed in catalogs, in their order: those that may not have finished
   * it, and those behind them, which have the last word.
   */
  List<Registration> registrations() throws IOException {
    List<Registration> registrations = new ArrayList<>();
    if (!visible.isEmpty()) {
      String first = Collections.min(visible);
      for (String run : new TreeSet<>(objects.keySet()).tailSet(first)) {
        if (isVisible(run)) {
          plan(run).map(PublishPlan::registration).ifPresent(registrations::add);
        }
      }
    }
    return registrations;
  }

  /** What runs change in catalogs that became visible since that look. */
  List<Registration> registrationsSince(TableRuns before) throws IOException {
    List<Registration> registrations = new ArrayList<>();
    for (String run : objects.keySet()) {
      if (isVisible(run) && !before.isVisible(run)) {
        plan(run).map(PublishPlan::registration).ifPresent(registrations::add);
      }
    }
    return registrations;
  }

  /** The folders of versions that count no more, by the last run that had gone so far. */
  private Set<Location> retained(Location folder) throws IOException {
    for (Map.Entry<String, Set<String>> newestFirst : objects.entrySet()) {
      if (newestFirst.getValue().contains(Run.REMOVED)) {
        return retained(load(newestFirst.getKey()).retained(), folder);
      }
    }
    return Set.of();
  }

  /** Whoever asks for the very folder of a version, or for a part of it, means that version. */
  private Set<Location> retained(List<Location> folders, Location folder) {
    Set<Location> below = below(folder, folders.stream());
    below.remove(folder);
    return below;
  }

  /** Empty if nothing of the run can be in the table, or gone from it. */
  private Optional<PublishPlan> plan(String run) throws IOException {
    Set<String> names = objects.getOrDefault(run, Set.of());
    boolean isBehind = names.contains(VISIBLE_OR_NOT) || names.contains(COMMITTED);
    if (!isBehind && !names.contains(PREPARED_OR_NOT)) {
      return Optional.empty();
    }

    Optional<PublishPlan> plan = load(run).planIfPrepared();
    if (plan.isEmpty() && isBehind) {
      throw Run.damaged(ledger.runFolder(run).child(PREPARED_OR_NOT), null);
    }
    return plan;
  }

  private Run load(String run) {
    return ledger.load(run, Clock.systemUTC());
  }

  private Set<Location> published(PublishPlan plan, Location folder) {
    return below(folder, plan.complete().stream().map(StagedFile::location));
  }

  /** Those of the files that are below the folder, as who looks now names them. */
  private Set<Location> below(Location folder, Stream<Location> files) {
    Location recorded = named == null ? table : named.table();
    return files
        .filter(file -> file.isWithin(recorded))
        .map(file -> file.equals(recorded) ? table : table.child(file.relativeTo(recorded)))
        .filter(file -> file.isWithin(folder))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
