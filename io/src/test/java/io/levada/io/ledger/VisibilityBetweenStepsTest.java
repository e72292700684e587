/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A first look, a listing that takes its time and a second look, each before any of the changes
 * that some runs make to the storage.
 */
class VisibilityBetweenStepsTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-31T23:59:59Z"), ZoneOffset.UTC);
  private static final AwsSettings AWS = AwsSettings.ofTheMachine();

  @TempDir private Path folder;
  private Location table;

  /** The files of the table before the first run, and behind each one that became visible. */
  private static final List<List<String>> SETS =
      List.of(
          List.of("foreign"),
          List.of("foreign", "run-0-a", "run-0-b"),
          List.of("foreign", "run-1-a", "run-1-b"),
          List.of("foreign", "run-1-a", "run-1-b", "run-3-a", "run-3-b"),
          List.of("foreign", "run-1-b", "run-3-a", "run-4-a", "run-4-b"),
          List.of("foreign", "v5/run-5-a", "v5/run-5-b"),
          List.of("foreign", "v6/run-6-a", "v6/run-6-b"),
          List.of("foreign", "v6/run-6-a", "v6/run-6-b", "v6/run-7-a", "v6/run-7-b"),
          List.of("foreign", "v8/run-8-a", "v8/run-8-b"));

  /** Before each change: a look, the files that were there, and those that the table had. */
  private final List<Visibility> looks = new ArrayList<>();

  private final List<Set<String>> files = new ArrayList<>();
  private final List<Set<String>> sets = new ArrayList<>();
  private int exact;
  private int inVain;

  @Test
  void tellsOneOfTheSetsOfFilesThatTheTableHasHad() throws IOException {
    table = Location.of(folder.toString()).child("table");
    Storages.withoutStaging().of(table).write(table.child("foreign"), new byte[1]);
    publish("run-0", List.of(), false);
    publish("run-1", List.of("run-0-a", "run-0-b"), false);
    publish("run-2", List.of("run-1-a"), true);
    publish("run-3", List.of(), false);
    publish("run-4", List.of("run-1-a", "run-3-b"), false);
    publish("v5/", "run-5", List.of("run-1-b", "run-3-a", "run-4-a", "run-4-b"), List.of());
    publish("v6/", "run-6", List.of(), List.of("v5"));
    publish("v6/", "run-7", List.of(), List.of());
    publish("v8/", "run-8", List.of("v5/run-5-a", "v5/run-5-b"), List.of("v6"));
    observe();

    assertThat(exact, greaterThan(500));
    assertThat(inVain, greaterThan(100));
  }

  /** Into the folder of a version. */
  private void publish(String version, String id, List<String> replaces, List<String> retains)
      throws IOException {
    publish(version, id, replaces, retains, false);
  }

  private void publish(String id, List<String> replaces, boolean losesAFile) throws IOException {
    publish("", id, replaces, List.of(), losesAFile);
  }

  private void publish(
      String folder, String id, List<String> replaces, List<String> retains, boolean losesAFile)
      throws IOException {
    Ledger.claim(AWS, table, null).begin(id, CLOCK, Map.of());
    Ledger ledger =
        Ledger.claim(AWS, table, null, storage -> new ObservedStorage(storage, this::observe));
    Storage storage = ledger.storages(id).of(table);
    List<StagedFile> staged = new ArrayList<>();
    for (String file : List.of(id + "-a", id + "-b")) {
      StagedUpload upload = storage.stage(table.child(folder + file), "1");
      upload.write(file.getBytes(UTF_8));
      staged.add(upload.finish());
    }
    PublishPlan plan =
        new PublishPlan(
            staged,
            replaces.stream().map(table::child).toList(),
            List.of(),
            table.child("_SUCCESS"),
            List.of(),
            null,
            retains.stream().map(table::child).toList());
    Run run = ledger.load(id, CLOCK);
    run.prepare(plan, Map.of());
    if (losesAFile) {
      storage.discard(staged.get(1));
    }
    try {
      run.publish(plan);
      run.commit(plan);
    } catch (RolledBackException e) {
      assertThat(losesAFile, is(true));
    }
  }

  /** Looks again from each earlier look. */
  private void observe() {
    try {
      looks.add(Visibility.of(AWS, table));
      files.add(listed());
      sets.add(new TreeSet<>(SETS.get(visibleRuns())));
      for (int first = 0; first < looks.size(); first++) {
        check(first, looks.get(first).again().hiddenSince(looks.get(first)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A listing may find each file as it was at any time between the looks, so one that is not hidden
   * must have been there all the time, or never.
   */
  private void check(int first, Optional<HiddenFiles> hidden) {
    String when = "looks " + first + " and " + (looks.size() - 1);
    if (hidden.isEmpty()) {
      inVain++;
      assertThat(when, sets.get(first), not(equalTo(sets.get(looks.size() - 1))));
      return;
    }

    exact++;
    Set<String> always = new TreeSet<>(files.get(first));
    Set<String> sometimes = new TreeSet<>();
    for (Set<String> found : files.subList(first, files.size())) {
      always.retainAll(found);
      sometimes.addAll(found);
    }
    always.removeIf(file -> hidden.get().has(table.child(file)));
    sometimes.removeIf(file -> hidden.get().has(table.child(file)));
    assertThat(when, sometimes, equalTo(always));
    assertThat(when, always, equalTo(sets.get(first)));
  }

  private Set<String> listed() throws IOException {
    Set<String> names = new TreeSet<>();
    Storages.withoutStaging()
        .of(table)
        .list(
            table,
            file -> !file.name().equals("_SUCCESS"),
            file -> names.add(file.location().relativeTo(table)));
    return names;
  }

  private int visibleRuns() throws IOException {
    int visible = 0;
    for (RecordedRun run : Ledger.find(AWS, table).runs()) {
      boolean is = run.state() == Run.State.VISIBLE || run.state() == Run.State.COMMITTED;
      visible += is ? 1 : 0;
    }
    return visible;
  }
}
