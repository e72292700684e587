/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

/** What {@link ItemSink} tells of a slot, besides the items written. */
public final class ItemFigures {

  /** Requests sent, repeats included. */
  public static final String REQUESTS = "requests";

  /** Requests that DynamoDB has refused, or left a part of, since it was too much at a time. */
  public static final String THROTTLED = "throttled";

  /** Requests that repeat one without an answer, or that failed otherwise. */
  public static final String REPEATED = "repeated";

  /** Write capacity consumed, as DynamoDB has told, in thousandths of a unit. */
  public static final String CAPACITY = "capacity_thousandths";

  /** What a unit is in {@link #CAPACITY}. */
  public static final int CAPACITY_UNIT = 1_000;

  private ItemFigures() {}
}
