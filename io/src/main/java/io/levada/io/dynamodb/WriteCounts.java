/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import io.levada.rows.SlotSink;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** What the writers of a slot have sent and were answered. */
final class WriteCounts {

  final LongAdder written = new LongAdder();
  final LongAdder requests = new LongAdder();
  final LongAdder throttled = new LongAdder();
  final LongAdder repeated = new LongAdder();
  final DoubleAdder capacity = new DoubleAdder();

  Map<String, Long> figures() {
    return new TreeMap<>(
        Map.of(
            SlotSink.WRITTEN, written.sum(),
            ItemFigures.REQUESTS, requests.sum(),
            ItemFigures.THROTTLED, throttled.sum(),
            ItemFigures.REPEATED, repeated.sum(),
            ItemFigures.CAPACITY, Math.round(capacity.sum() * ItemFigures.CAPACITY_UNIT)));
  }
}
