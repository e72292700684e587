/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.io.dynamodb.CheckItems;
import io.levada.io.dynamodb.ItemLayout;
import io.levada.io.lake.RowFilter;
import io.levada.io.storage.Entry;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.Shape;
import io.levada.pipelines.runs.Source;
import io.levada.rows.Envelope;
import io.levada.rows.RowLayout;
import io.levada.rows.SlotStep;
import io.levada.transforms.DedupByKey;
import io.levada.transforms.FilterRows;
import io.levada.transforms.MapColumns;
import java.io.IOException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows as items: those that the filter wants, mapped, without those that DynamoDB could not hold,
 * and one of each key. What the columns are is known when the source is open.
 */
final class ItemsShape implements Shape {

  private final Source source;
  private final ItemPlan.Wish wish;
  private final @Nullable RowFilter filter;
  private final ZoneId zone;
  private final PipelineOptions options;
  private final Map<String, byte[]> kept;
  private final Load load;
  private @Nullable ItemPlan plan;

  /** What comes behind the run. */
  interface Load {

    /** Is told the layout of the items before any row is read. */
    void check(ItemLayout layout);

    /** The run whose items wait, if they are the same of the same inputs. */
    Optional<String> waiting(List<Entry> inputs) throws IOException;
  }

  /**
   * @param options of the run's pipelines
   * @param kept what the run's record keeps besides the layout of the items
   * @throws UsageException if the filter is none
   */
  ItemsShape(
      Source source,
      ItemPlan.Wish wish,
      ZoneId zone,
      PipelineOptions options,
      Map<String, byte[]> kept,
      Load load) {
    this.source = source;
    this.wish = wish;
    this.filter = filter(wish.mapping().filter());
    this.zone = zone;
    this.options = options;
    this.kept = Map.copyOf(kept);
    this.load = load;
  }

  private static @Nullable RowFilter filter(@Nullable String text) {
    try {
      return text == null ? null : RowFilter.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --filter: " + e.getMessage());
    }
  }

  @Override
  public Optional<String> madeBefore(List<Entry> inputs) throws IOException {
    return load.waiting(inputs);
  }

  @Override
  public Map<String, byte[]> kept() {
    Map<String, String> texts = source.keepTexts(TextUses.in(wish, columns()));
    this.plan = ItemPlan.of(wish, columns(), source.inputNames(), texts);
    load.check(plan.layout());
    Map<String, byte[]> all = new HashMap<>(kept);
    all.put(ItemLayout.FILE, plan.layout().toJson());
    return all;
  }

  /** A pipeline that is never run tells what the rows are. */
  private Schema columns() {
    return Envelope.dataOf(source.read(Pipeline.create(options)).getSchema());
  }

  @Override
  public PCollection<Row> apply(PCollection<Row> rows) {
    PCollection<Row> wanted =
        filter == null
            ? rows
            : rows.apply("Filter rows", FilterRows.by(filter.in(rows.getSchema())));
    return wanted
        .apply("Map columns", MapColumns.by(planned().mapping()).withZone(zone))
        .get(MapColumns.rowsTag())
        .apply("Check items", CheckItems.of(planned().layout()))
        .get(CheckItems.rowsTag());
  }

  /** Its key is known when the source is open, its partition at once. */
  @Override
  public RowLayout layout() {
    RowLayout layout = RowLayout.none().withPartition(List.copyOf(wish.runValues().keySet()));
    return plan == null ? layout : layout.withKey(plan.layout().keyColumns());
  }

  @Override
  public SlotStep step() {
    DedupByKey dedup = DedupByKey.of(planned().layout().keyColumns());
    @Nullable String order = planned().orderColumn();
    return order == null ? dedup.step() : dedup.keepLatest(order).step();
  }

  private ItemPlan planned() {
    if (plan == null) {
      throw new IllegalStateException("The columns are not known before the source is open");
    }
    return plan;
  }
}
