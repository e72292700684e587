/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Envelope;
import io.levada.rows.RowCodec;
import io.levada.rows.RowLayout;
import io.levada.rows.SlotStep;
import io.levada.transforms.DedupPreference.Keep;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.windowing.GlobalWindows;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollection.IsBounded;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Keeps one row of each key and counts the others by the file that they came from.
 *
 * <pre>{@code
 * PCollectionTuple deduped =
 *     rows.apply("Dedup events", DedupByKey.of("event_id").keepLatest("timestamp"));
 * PCollection<Row> events = deduped.get(DedupByKey.rowsTag());
 * }</pre>
 *
 * <p>It is exact: keys are compared by their bytes, not by a hash. Nulls in a key are equal to each
 * other, instants compare in microseconds, 0.0 equals -0.0, decimals compare without zeros at their
 * end, and NaN equals NaN. Which row is kept depends on the rows alone: the order column decides if
 * there is one, then the smallest content, then the smallest file and offset. So every runner and
 * every rerun keeps the same rows. It looks for duplicates within one run only.
 *
 * <p>Input: a bounded collection of rows with a schema, in the global window, with or without an
 * {@link Envelope}. Output: {@link #rowsTag} has the rows that are kept, with the schema and the
 * positions of the input but neither its order nor its timestamps, and with every note untouched;
 * key columns are in the form in which they were compared (0.0 for -0.0, 1 for 1.00). {@link
 * #droppedTag} has the number of dropped rows of each file that has any; a row without a file
 * counts for {@link io.levada.rows.SourcePosition#NO_FILE}.
 *
 * <p>Used so, all rows go through one shuffle of their own, and the rows of one slot must fit in
 * the memory of a worker, see {@link #withSlots}. A sink that has a shuffle takes {@link #step}
 * instead, which spills to the sink's disk.
 */
public final class DedupByKey extends PTransform<PCollection<Row>, PCollectionTuple> {

  private static final int DEFAULT_SLOTS = 64;
  private static final int MAX_SLOTS = 4096;
  private static final TupleTag<Row> ROWS = new TupleTag<>("rows");
  private static final TupleTag<KV<Integer, Long>> DROPPED = new TupleTag<>("dropped");

  private final List<String> key;
  private final DedupPreference preference;
  private final int slots;

  /** Dedup by the columns, keeping any row of each key. */
  public static DedupByKey of(String... key) {
    return of(List.of(key));
  }

  /**
   * Dedup by the columns, keeping any row of each key.
   *
   * @throws IllegalArgumentException if there is no column, or one is named twice
   */
  public static DedupByKey of(List<String> key) {
    return new DedupByKey(key, DedupPreference.ANY, DEFAULT_SLOTS);
  }

  private DedupByKey(List<String> key, DedupPreference preference, int slots) {
    if (key.isEmpty() || Set.copyOf(key).size() < key.size()) {
      throw new IllegalArgumentException(
          "Invalid key columns: " + key + " (name one or more, each once)");
    }
    this.key = List.copyOf(key);
    this.preference = preference;
    this.slots = slots;
  }

  /** Keeps the row with the smallest content; the default. */
  public DedupByKey keepAny() {
    return new DedupByKey(key, DedupPreference.ANY, slots);
  }

  /** Keeps the row with the smallest value in the column; a null loses against any value. */
  public DedupByKey keepEarliest(String column) {
    return new DedupByKey(key, new DedupPreference(Keep.EARLIEST, column), slots);
  }

  /** Keeps the row with the greatest value in the column; a null loses against any value. */
  public DedupByKey keepLatest(String column) {
    return new DedupByKey(key, new DedupPreference(Keep.LATEST, column), slots);
  }

  /**
   * Into how many parts the rows are shuffled when the transform is used alone: 64 by default. Each
   * is deduplicated at once in the memory of one worker, so there must be the more of them the more
   * rows there are: about one for 100 MB of rows.
   *
   * @throws IllegalArgumentException if the number is not from 1 to 4096
   */
  public DedupByKey withSlots(int number) {
    if (number < 1 || number > MAX_SLOTS) {
      throw new IllegalArgumentException(
          "Invalid number of slots: " + number + " (from 1 to " + MAX_SLOTS + ")");
    }

    return new DedupByKey(key, preference, number);
  }

  /** The rows that are kept, and the notes. */
  public static TupleTag<Row> rowsTag() {
    return ROWS;
  }

  /** How many rows were dropped of each file, by the file's index. */
  public static TupleTag<KV<Integer, Long>> droppedTag() {
    return DROPPED;
  }

  /** The key columns, which are those of the layout that {@link #step} needs. */
  public List<String> key() {
    return key;
  }

  /** The column that decides which row is kept, or null if none does. */
  public @Nullable String orderColumn() {
    return preference.column();
  }

  /**
   * The same dedup as a step of a sink that has all rows of a key in one slot. The codec's layout
   * must have {@link #key} as its key. Rows and table keep within about twice the workspace's
   * memory, but for single rows that are larger.
   */
  public SlotStep step() {
    return new DedupSlot(key, preference);
  }

  /**
   * @throws IllegalArgumentException if the rows have no schema, lack a column, are unbounded or
   *     are in windows
   */
  @Override
  public PCollectionTuple expand(PCollection<Row> rows) {
    checkInput(rows);
    Schema schema = rows.getSchema();
    RowCodec codec = RowCodec.of(schema, RowLayout.none().withKey(key));
    preference.in(codec);

    PCollectionTuple kept =
        rows.apply("Pack rows", ParDo.of(new DedupPackRows(codec, schema, slots)))
            .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
            .apply("Group by slot", GroupByKey.create())
            .apply(
                "Keep one row of each key",
                ParDo.of(new DedupKeepRows(codec, schema, slots, step(), DROPPED))
                    .withOutputTags(ROWS, TupleTagList.of(DROPPED)));
    PCollection<KV<Integer, Long>> dropped =
        kept.get(DROPPED)
            .setCoder(KvCoder.of(VarIntCoder.of(), VarLongCoder.of()))
            .apply("Count dropped by file", Sum.longsPerKey());
    return PCollectionTuple.of(ROWS, kept.get(ROWS).setRowSchema(schema)).and(DROPPED, dropped);
  }

  private static void checkInput(PCollection<Row> rows) {
    if (!rows.hasSchema()) {
      throw new IllegalArgumentException(
          "Cannot dedup " + rows.getName() + ": it has no schema (call setRowSchema on it)");
    }
    if (rows.isBounded() == IsBounded.UNBOUNDED
        || !(rows.getWindowingStrategy().getWindowFn() instanceof GlobalWindows)) {
      throw new IllegalArgumentException(
          "Cannot dedup "
              + rows.getName()
              + ": it is unbounded or in windows (take a bounded one in the global window)");
    }
  }
}
