/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.dynamodb.ItemLayout;
import io.levada.io.lake.LakeTable;
import io.levada.io.ledger.Bookmark;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.ledger.Run;
import io.levada.io.ledger.RunRecord;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What one run has written to a table of items.
 *
 * @param recorded the run; the names of its files have its id in them
 * @param home that of the DynamoDB table which the items are for
 * @param madeBy as {@link MadeBy}
 * @param ledger that of the table of items
 */
record WrittenItems(
    RecordedRun recorded, Location home, ItemLayout layout, String madeBy, Ledger ledger) {

  /**
   * The file in the record of a run that says which DynamoDB table its items are for, and what they
   * are made by.
   */
  private static final String FOR_FILE = "items-for.json";

  private static final String HOME_FIELD = "home";
  private static final String MADE_BY_FIELD = "made_by";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the record of a run keeps whose items are for the table of a home. */
  static Map<String, byte[]> keptFor(Location home, String madeBy) {
    try {
      Map<String, String> fields = new TreeMap<>();
      fields.put(HOME_FIELD, home.uri());
      fields.put(MADE_BY_FIELD, madeBy);
      return Map.of(FOR_FILE, JSON.writeValueAsBytes(fields));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Texts are plain data", e);
    }
  }

  /**
   * Those for the table of a home of which there are files that are not loaded, the oldest first. A
   * hint, without locks: what is loaded is told by the run that loads it.
   *
   * @param items the table of items
   * @param home the home of the DynamoDB table
   */
  static List<WrittenItems> notLoaded(AwsSettings aws, Location items, Location home)
      throws IOException {
    List<Entry> fresh = fresh(aws, items, home);
    if (fresh.isEmpty()) {
      return List.of();
    }

    Ledger ledger = Ledger.find(aws, items);
    List<WrittenItems> written = new ArrayList<>();
    for (RecordedRun run : ledger.runs()) {
      boolean counts = run.state() == Run.State.VISIBLE || run.state() == Run.State.COMMITTED;
      if (counts && fresh.stream().anyMatch(file -> isOf(run.id(), file))) {
        of(ledger, run)
            .filter(waiting -> waiting.home().equals(home))
            .ifPresent(waiting -> written.add(0, waiting));
      }
    }
    return written;
  }

  private static List<Entry> fresh(AwsSettings aws, Location items, Location home)
      throws IOException {
    List<Entry> files = LakeTable.dataFiles(Storages.withoutStaging().withAws(aws), items);
    Ledger loads = Ledger.find(aws, home);
    return loads.hasKeptInputs() ? new Bookmark(loads).compare(files).fresh() : files;
  }

  /** The run's files that are not loaded. */
  List<Entry> notLoaded(AwsSettings aws, Location items) throws IOException {
    return fresh(aws, items, home).stream().filter(this::has).toList();
  }

  /**
   * What a run has written as items; empty if it has written none, as most runs of a lake. Of one
   * table of items, runs can be for several DynamoDB tables.
   */
  static Optional<WrittenItems> of(Ledger ledger, RecordedRun run) throws IOException {
    Optional<JsonNode> which = ledger.read(run.id(), FOR_FILE);
    Optional<JsonNode> layout = ledger.read(run.id(), ItemLayout.FILE);
    if (layout.isEmpty() || which.isEmpty()) {
      return Optional.empty();
    }
    byte[] json = layout.get().toString().getBytes(StandardCharsets.UTF_8);
    Location home = new Location(which.get().path(HOME_FIELD).asText());
    String madeBy = which.get().path(MADE_BY_FIELD).asText();
    return Optional.of(new WrittenItems(run, home, ItemLayout.fromJson(json), madeBy, ledger));
  }

  /** The id of the run. */
  String run() {
    return recorded.id();
  }

  /** All that the record of the run says. */
  RunRecord record() throws IOException {
    return ledger.record(recorded);
  }

  /** Whether the items were made of these inputs, as they are now, and of no others. */
  boolean isMadeOf(List<Entry> inputs) throws IOException {
    Set<InputChoice.Content> then = new HashSet<>();
    record()
        .visitInputs(
            input -> then.add(new InputChoice.Content(input.location(), input.identity())));
    Set<InputChoice.Content> now = new HashSet<>();
    inputs.forEach(input -> now.add(new InputChoice.Content(input.location(), input.identity())));
    return then.equals(now);
  }

  /** Whether no more of the inputs was rejected than a target allows. */
  boolean isWithinLimitsOf(LakeTarget target) throws IOException {
    JsonNode counts = record().counts();
    return target
        .rejectLimit()
        .exceededBy(counts.path("rejected").asLong(), counts.path("read").asLong())
        .isEmpty();
  }

  /**
   * Whether both were mapped alike, so that the items of both can be in one table: the same keys,
   * and one of them has at most more attributes.
   */
  boolean fits(ItemLayout other) {
    List<ItemLayout.Attribute> mine = layout.attributes();
    List<ItemLayout.Attribute> others = other.attributes();
    return layout.partitionKey().equals(other.partitionKey())
        && layout.sortKey().equals(other.sortKey())
        && (mine.containsAll(others) || others.containsAll(mine));
  }

  /** Whether the run has written the file. */
  boolean has(Entry file) {
    return isOf(run(), file);
  }

  /**
   * Whether a run of the load has read any of the run's files, of which a load in parts removes
   * each part's behind it.
   */
  boolean areReadBy(RunRecord load) throws IOException {
    AtomicBoolean found = new AtomicBoolean();
    load.visitInputs(input -> found.compareAndSet(false, isOf(run(), input.location())));
    return found.get();
  }

  private static boolean isOf(String run, Entry file) {
    return isOf(run, file.location());
  }

  private static boolean isOf(String run, Location file) {
    return file.name().contains("-" + run + "-");
  }
}
