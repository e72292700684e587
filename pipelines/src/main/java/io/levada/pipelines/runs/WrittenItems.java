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

/**
 * What one run has written to a table of items.
 *
 * @param run its id, which the names of its files have in them
 * @param madeBy as {@link MadeBy}
 * @param files those that are not loaded
 * @param ledger that of the table of items
 */
record WrittenItems(
    String run, ItemLayout layout, String madeBy, List<Entry> files, Ledger ledger) {

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
    List<Entry> files = LakeTable.dataFiles(Storages.withoutStaging().withAws(aws), items);
    if (files.isEmpty()) {
      return List.of();
    }

    Ledger loads = Ledger.find(aws, home);
    List<Entry> fresh = loads.hasKeptInputs() ? new Bookmark(loads).compare(files).fresh() : files;
    Ledger ledger = Ledger.find(aws, items);
    List<WrittenItems> written = new ArrayList<>();
    for (RecordedRun run : ledger.runs()) {
      boolean counts = run.state() == Run.State.VISIBLE || run.state() == Run.State.COMMITTED;
      List<Entry> waiting = fresh.stream().filter(file -> isOf(run.id(), file)).toList();
      if (counts && !waiting.isEmpty()) {
        of(ledger, run, home, waiting).ifPresent(found -> written.add(0, found));
      }
    }
    return written;
  }

  /**
   * Rows that were not written as items are none, and of a lake table, items can be mapped for
   * several DynamoDB tables.
   */
  private static Optional<WrittenItems> of(
      Ledger ledger, RecordedRun run, Location home, List<Entry> files) throws IOException {
    Optional<JsonNode> which = ledger.read(run.id(), FOR_FILE);
    Optional<JsonNode> layout = ledger.read(run.id(), ItemLayout.FILE);
    if (layout.isEmpty()
        || which.isEmpty()
        || !which.get().path(HOME_FIELD).asText().equals(home.uri())) {
      return Optional.empty();
    }
    byte[] json = layout.get().toString().getBytes(StandardCharsets.UTF_8);
    String madeBy = which.get().path(MADE_BY_FIELD).asText();
    return Optional.of(
        new WrittenItems(run.id(), ItemLayout.fromJson(json), madeBy, files, ledger));
  }

  /** Whether the items were made of these inputs, as they are now, and of no others. */
  boolean isMadeOf(List<Entry> inputs) throws IOException {
    Optional<RecordedRun> recorded = ledger.run(run);
    if (recorded.isEmpty()) {
      return false;
    }

    Set<InputChoice.Content> then = new HashSet<>();
    ledger
        .record(recorded.get())
        .visitInputs(
            input -> then.add(new InputChoice.Content(input.location(), input.identity())));
    Set<InputChoice.Content> now = new HashSet<>();
    inputs.forEach(input -> now.add(new InputChoice.Content(input.location(), input.identity())));
    return then.equals(now);
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

  private static boolean isOf(String run, Entry file) {
    return file.location().name().contains("-" + run + "-");
  }
}
