/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.OpenFile;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/**
 * Finds out how the states go on through parts of files, all parts at once: of each part, in which
 * state it ends for each in which it may begin. From few bytes on most of them are one.
 */
public final class LookAtCsvParts extends PTransform<PBegin, PCollection<String>> {

  private final Storages storages;
  private final CsvShape shape;
  private final List<FileRange> ranges;

  LookAtCsvParts(Storages storages, CsvShape shape, List<FileRange> ranges) {
    this.storages = storages;
    this.shape = shape;
    this.ranges = ranges;
  }

  @Override
  public PCollection<String> expand(PBegin begin) {
    List<KV<String, FileRange>> keyed = new ArrayList<>();
    ranges.forEach(range -> keyed.add(KV.of(range.file().index() + " " + range.from(), range)));
    return begin
        .apply(
            "Take parts",
            Create.of(keyed)
                .withCoder(KvCoder.of(StringUtf8Coder.of(), SerializableCoder.of(FileRange.class))))
        .apply("Deal out parts", Reshuffle.of())
        .apply("Drop keys", Values.create())
        .apply("Look at parts", ParDo.of(new LookFn(storages, shape)))
        .setCoder(StringUtf8Coder.of())
        .apply("Gather ends", Combine.globally(new Lines()));
  }

  /** All lines, in one order. */
  private static final class Lines implements SerializableFunction<Iterable<String>, String> {
    @Override
    public String apply(Iterable<String> texts) {
      List<String> lines = new ArrayList<>();
      texts.forEach(text -> text.lines().forEach(lines::add));
      lines.sort(null);
      return String.join("\n", lines);
    }
  }

  /** Looks at a part. */
  private static final class LookFn extends DoFn<FileRange, String> {

    private final Storages storages;
    private final CsvShape shape;
    private final Counter bytesRead = Metrics.counter(ReadRecords.class, ReadRecords.BYTES_READ);

    LookFn(Storages storages, CsvShape shape) {
      this.storages = storages;
      this.shape = shape;
    }

    @ProcessElement
    public void process(@Element FileRange range, OutputReceiver<String> ends) throws IOException {
      ends.output(PartEnds.line(range, look(range)));
      bytesRead.inc(range.length());
    }

    private int[] look(FileRange range) throws IOException {
      PartLook look = new PartLook(shape.dialect());
      byte[] bytes = new byte[RecordBuffer.READ_BYTES];
      try (OpenFile file = storages.of(range.file().location()).open(range.file().entry())) {
        long at = range.from();
        while (at < range.to()) {
          int wanted = (int) Math.min(bytes.length, range.to() - at);
          int count = file.read(at, bytes, 0, wanted);
          if (count <= 0) {
            throw new IOException("Cannot read " + file.entry().location() + " to its end");
          }
          int from = at == 0 && ByteOrderMark.isUtf8(bytes, count) ? ByteOrderMark.UTF_8_BYTES : 0;
          look.pass(bytes, from, count);
          at += count;
        }
        file.checkUnchanged();
      }
      return look.endByStart();
    }
  }
}
