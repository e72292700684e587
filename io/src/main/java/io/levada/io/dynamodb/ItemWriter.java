/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import io.levada.rows.EncodedRow;
import io.levada.rows.Hash64;
import io.levada.rows.RowCodec;
import io.levada.rows.SlotSink;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes the rows of one slot by some threads. Rows wait until some megabytes of them are there,
 * and go in the order of a hash of their keys: rows that stand together in a sorted file would meet
 * in one partition of DynamoDB.
 */
final class ItemWriter implements SlotSink.Writer {

  /** Rows that are put into another order together. */
  private static final long SHUFFLED_BYTES = 16L << 20;

  /** Of another seed than that by which rows have come into this slot. */
  private static final long ORDER_SEED = 0x6974656d73L;

  /** Enough for threads to go on while the next rows are put into their order. */
  private static final int MAX_UNDER_WAY = 2_000;

  /** Rows that are under way or about to be, unless a batch alone is larger. */
  private static final long MAX_BYTES_UNDER_WAY = 16L << 20;

  private static final long LOOK_MILLIS = 500;

  private final RowCodec codec;
  private final ItemEncoder encoder;
  private final SlotSink.Outcome outcome;
  private final WriteCounts counts = new WriteCounts();
  private final BatchSender sender;
  private final ExecutorService threads;
  private final BlockingQueue<ItemBatch> done = new LinkedBlockingQueue<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final EncodedRow window;
  private final ShuffledRows waiting = new ShuffledRows();
  private int underWay;
  private long bytesUnderWay;

  ItemWriter(ItemSink sink, RowCodec codec, SlotSink.Outcome outcome) {
    this.codec = codec;
    this.encoder = new ItemEncoder(sink.layout(), codec.schema());
    this.outcome = outcome;
    this.sender =
        new BatchSender(
            DynamoConnection.withoutRepeats(sink.aws()),
            sink.table(),
            sink.layout().keyNames(),
            CapacityLimit.of(sink.unitsPerSecond()),
            sink.patience(),
            counts);
    this.threads =
        Executors.newFixedThreadPool(
            ItemSink.THREADS,
            task -> {
              Thread thread = new Thread(task, "dynamodb-writer");
              thread.setDaemon(true);
              return thread;
            });
    this.window = codec.newRow();
  }

  @Override
  public void write(byte[] bytes, int at) throws IOException {
    byte[] row = Arrays.copyOfRange(bytes, at, at + EncodedRow.lengthAt(bytes, at));
    codec.scanKey(row, 0, window);
    waiting.add(row, Hash64.of(row, codec.keyStart(window), codec.keyEnd(window), ORDER_SEED));
    if (waiting.bytes() >= SHUFFLED_BYTES) {
      sendWaiting();
    }
  }

  @Override
  public Map<String, Long> finish() throws IOException {
    sendWaiting();
    while (underWay > 0) {
      takeDone();
    }
    return counts.figures();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void sendWaiting() throws IOException {
    for (ItemBatch batch : waiting.take()) {
      send(batch);
    }
  }

  private void send(ItemBatch batch) throws IOException {
    while (underWay >= MAX_UNDER_WAY
        || (underWay > 0 && bytesUnderWay + batch.bytes() > MAX_BYTES_UNDER_WAY)) {
      takeDone();
    }
    outcome.check();
    underWay++;
    bytesUnderWay += batch.bytes();
    threads.execute(() -> sendInThread(batch));
  }

  private void sendInThread(ItemBatch batch) {
    if (failure.get() != null) {
      return;
    }
    try {
      EncodedRow own = codec.newRow();
      List<Map<String, AttributeValue>> items = new ArrayList<>(batch.rows().size());
      for (byte[] row : batch.rows()) {
        codec.scan(row, 0, own);
        items.add(encoder.item(codec.decode(own)));
      }
      sender.send(batch, items);
      done.add(batch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.compareAndSet(null, e);
    } catch (IOException | RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  /** Waits for a batch, and tells what became of its rows. */
  private void takeDone() throws IOException {
    ItemBatch batch = null;
    while (batch == null) {
      checkFailure();
      outcome.check();
      batch = poll();
    }
    underWay--;
    bytesUnderWay -= batch.bytes();
    for (byte[] row : batch.written()) {
      outcome.written(row, 0);
    }
    for (ItemBatch.Refused row : batch.refused()) {
      outcome.refused(row.row(), 0, row.problem().code(), row.problem().message());
    }
  }

  private @Nullable ItemBatch poll() throws IOException {
    try {
      return done.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted: write items");
    }
  }

  private void checkFailure() throws IOException {
    Throwable first = failure.get();
    if (first instanceof IOException e) {
      throw new IOException(e.getMessage(), e);
    }
    if (first != null) {
      // Its message may have something of an item.
      throw new IOException("Cannot write items: " + first.getClass().getSimpleName(), first);
    }
  }
}
