/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import com.google.auto.value.AutoValue;
import io.levada.rows.ColumnKind;
import io.levada.rows.Envelope;
import io.levada.rows.RowCodec;
import io.levada.rows.RowLayout;
import io.levada.rows.SlotSink;
import io.levada.rows.SlotStep;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Stages the rows of a bounded collection as the Parquet files of a hive-partitioned table, in one
 * shuffle or none, and writes a manifest of them when all are staged. Nothing is visible until the
 * driver publishes the manifest, after the pipeline has ended well.
 *
 * <p>Input: rows of any flat schema, in the global window, with or without an {@link Envelope}.
 * With one, its rejects become JSON lines in the run's folder and its counts go to the manifest.
 * Partition columns are only in the path; a row whose partition no storage can have folders for
 * becomes a reject ({@code BAD_PARTITION}).
 *
 * <p>Exactly once: a row's slot is a pure function of its content, so a worker's repeat stages the
 * same rows under another name, and the manifest holds each slot once. {@linkplain #withoutShuffle
 * Without a shuffle} it rests on the runner, which keeps what one attempt at a bundle has put out;
 * that nothing was kept twice is proven by the rows' read counts, which an envelope has.
 *
 * <p>A collection without any element, not even a read count, leaves no manifest: nothing has told
 * that all of it was seen.
 *
 * <p>Memory: for each slot at work a worker holds its share of half the heap; beyond that it spills
 * to disk. In front of the shuffle it holds the chunks that are open (32 MiB a bundle), and the
 * runner's own shuffle comes on top.
 *
 * <pre>{@code
 * rows.apply("Stage files", LakeIO.write(area).withPartition(List.of("year", "month", "day")));
 * pipeline.run().waitUntilFinish();
 * Manifest manifest = Manifest.read(area);
 * }</pre>
 */
@AutoValue
public abstract class LakeWrite extends PTransform<PCollection<Row>, PDone> {

  abstract StagingArea area();

  abstract RowLayout layout();

  abstract FileFormat format();

  abstract SlotPlan plan();

  abstract SlotStep step();

  abstract InputNames inputs();

  abstract @Nullable SlotSink sink();

  abstract boolean shuffled();

  abstract Builder toBuilder();

  static LakeWrite to(StagingArea area) {
    return new AutoValue_LakeWrite.Builder()
        .setArea(area)
        .setLayout(RowLayout.none())
        .setFormat(FileFormat.DEFAULT)
        .setPlan(SlotPlan.single())
        .setStep(SlotStep.keepAll())
        .setInputs(InputNames.none())
        .setShuffled(true)
        .build();
  }

  /** The columns that make the partition, in the order of the path; none by default. */
  public LakeWrite withPartition(List<String> columns) {
    return toBuilder().setLayout(layout().withPartition(columns)).build();
  }

  /** As {@link #withPartition}, with the key and co-location columns that the step needs. */
  public LakeWrite withLayout(RowLayout layout) {
    return toBuilder().setLayout(layout).build();
  }

  /** Compression, timestamp unit and file size; {@link FileFormat#DEFAULT} by default. */
  public LakeWrite withFormat(FileFormat format) {
    return toBuilder().setFormat(format).build();
  }

  /**
   * How many slots the shuffle has; a single one by default. Too few make slots that spill, too
   * many make small files.
   */
  public LakeWrite withSlotPlan(SlotPlan plan) {
    return toBuilder().setPlan(plan).build();
  }

  /** What happens to each slot's rows behind the shuffle; all are kept by default. */
  public LakeWrite withStep(SlotStep step) {
    return toBuilder().setStep(step).build();
  }

  /**
   * Where the rows go in place of Parquet files; into files by default. Rejects, those of the sink
   * among them, and the manifest are files all the same.
   */
  public LakeWrite withSink(SlotSink sink) {
    return toBuilder().setSink(sink).build();
  }

  /**
   * Has each bundle write files of its own, without a shuffle; there is one by default. For rows
   * that are to be written as they are, into a table without partitions, from a source whose parts
   * are worth a file each. The slot plan counts no more, and a bundle that is repeated stages under
   * other names, so that the manifest can't tell by them that one is in it twice.
   */
  public LakeWrite withoutShuffle() {
    return toBuilder().setShuffled(false).build();
  }

  /** How inputs are named in the rejects; not at all by default. */
  public LakeWrite withInputNames(InputNames inputs) {
    return toBuilder().setInputs(inputs).build();
  }

  /**
   * Applies the transform.
   *
   * @throws IllegalArgumentException if a column's type can't be written, two names differ in case
   *     only, a layout column is missing, every column is a partition column, or one of these holds
   *     bytes or begins with a dot; or if there is no shuffle, but a layout, step or sink
   */
  @Override
  public PDone expand(PCollection<Row> rows) {
    Schema schema = rows.getSchema();
    RowCodec codec = RowCodec.of(schema, layout());
    checkColumns(codec.schema());

    entries(rows, codec, Envelope.isIn(schema))
        .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
        .apply("Gather slots", GroupByKey.create())
        .apply("Write manifest", ParDo.of(new WriteManifest(area())));
    return PDone.in(rows.getPipeline());
  }

  private PCollection<KV<Integer, byte[]>> entries(
      PCollection<Row> rows, RowCodec codec, boolean enveloped) {
    if (!shuffled()) {
      checkNeedsNoShuffle();
      return rows.apply(
          "Stage bundles",
          ParDo.of(new StageBundles(codec, enveloped, format(), area(), inputs())));
    }

    return rows.apply("Pack rows", ParDo.of(new PackRows(codec, plan(), enveloped)))
        .setCoder(KvCoder.of(ByteArrayCoder.of(), ByteArrayCoder.of()))
        .apply("Shuffle slots", GroupByKey.create())
        .apply(
            "Stage slots",
            ParDo.of(new StageSlots(codec, step(), sink(), format(), area(), inputs())));
  }

  private void checkNeedsNoShuffle() {
    if (!layout().equals(RowLayout.none()) || step().needsSlots() || sink() != null) {
      throw new IllegalArgumentException(
          "Cannot write without a shuffle: a key, a partition, a step and a sink need rows to meet"
              + " in slots");
    }
  }

  private void checkColumns(Schema data) {
    List<String> partition = layout().partition();
    if (data.getFieldCount() <= partition.size()) {
      throw new IllegalArgumentException(
          "Cannot write a table whose columns " + data.getFieldNames() + " are all in the path");
    }
    Set<String> names = new HashSet<>();
    for (String name : data.getFieldNames()) {
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "Cannot write column " + name + ": another differs from it in case only");
      }
    }
    partition.forEach(column -> checkPartition(column, data.getField(column).getType()));
    BeamToParquet.schema(data, Set.copyOf(partition), format().timestamps());
  }

  private static void checkPartition(String column, FieldType type) {
    if (ColumnKind.of(type) == ColumnKind.BYTES) {
      throw new IllegalArgumentException(
          "Cannot partition by column " + column + ": bytes are no text (partition by a string)");
    }
    if (column.startsWith(".")) {
      throw new IllegalArgumentException(
          "Cannot partition by column "
              + column
              + ": readers skip folders that begin with a dot (rename it)");
    }
  }

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setArea(StagingArea area);

    abstract Builder setLayout(RowLayout layout);

    abstract Builder setFormat(FileFormat format);

    abstract Builder setPlan(SlotPlan plan);

    abstract Builder setStep(SlotStep step);

    abstract Builder setSink(@Nullable SlotSink sink);

    abstract Builder setInputs(InputNames inputs);

    abstract Builder setShuffled(boolean shuffled);

    abstract LakeWrite build();
  }
}
