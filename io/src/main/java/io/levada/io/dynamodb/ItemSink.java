/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import io.levada.io.storage.AwsSettings;
import io.levada.rows.RowCodec;
import io.levada.rows.SlotSink;
import java.time.Duration;

/**
 * Puts rows into a DynamoDB table, as the items that a layout makes of them. To put an item again
 * changes nothing, so a slot may be written anew. Rows of one key must be in one slot, once.
 *
 * @param table the table's name
 * @param unitsPerSecond of write capacity that a slot may consume; infinite for no limit
 * @param patience how long a batch is tried that makes no progress
 */
public record ItemSink(
    AwsSettings aws, String table, ItemLayout layout, double unitsPerSecond, Duration patience)
    implements SlotSink {

  /**
   * How many requests a slot has under way. One takes 5 to 20 ms, so this is some thousand items a
   * second, and more than that no partition of DynamoDB bears.
   */
  public static final int THREADS = 16;

  @Override
  public Writer open(RowCodec codec, Outcome outcome) {
    return new ItemWriter(this, codec, outcome);
  }
}
