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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run has written to a table of items.
 *
 * @param run its id, which the names of its files have in them
 */
record WrittenItems(String run, ItemLayout layout) {

  /** The file in the record of a run that says which DynamoDB table its items are for. */
  private static final String FOR_FILE = "items-for.json";

  private static final String HOME_FIELD = "home";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the record of a run keeps whose items are for the table of a home. */
  static Map<String, byte[]> keptFor(Location home) {
    try {
      return Map.of(FOR_FILE, JSON.writeValueAsBytes(Map.of(HOME_FIELD, home.uri())));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A text is plain data", e);
    }
  }

  /**
   * Those for the table of a home of which there are files that are not loaded, the oldest first. A hint, without locks:
   * what is loaded is told by the run that loads it.
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
      if (counts
          && fresh.stream().anyMatch(file -> isOf(run.id(), file))
          && isFor(home, ledger, run)) {
        layout(ledger, run).ifPresent(layout -> written.add(0, new WrittenItems(run.id(), layout)));
      }
    }
    return written;
  }

  /** Of a lake table, items can be mapped for several DynamoDB tables. */
  private static boolean isFor(Location home, Ledger ledger, RecordedRun run) throws IOException {
    Optional<JsonNode> json = ledger.read(run.id(), FOR_FILE);
    return json.isPresent() && json.get().path(HOME_FIELD).asText().equals(home.uri());
  }

  /** Rows that were not written as items are none. */
  private static Optional<ItemLayout> layout(Ledger ledger, RecordedRun run) throws IOException {
    Optional<JsonNode> json = ledger.read(run.id(), ItemLayout.FILE);
    return json.isEmpty()
        ? Optional.empty()
        : Optional.of(ItemLayout.fromJson(json.get().toString().getBytes(StandardCharsets.UTF_8)));
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
    return isOf(run, file);
  }

  private static boolean isOf(String run, Entry file) {
    return file.location().name().contains("-" + run + "-");
  }
}
