/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.time.Duration;
import java.util.function.IntConsumer;

/** What a {@link Fault} does to a call. */
sealed interface Effect {

  /** Answers with an error. */
  record Fail(AwsError error, boolean insideOk, boolean afterApplying) implements Effect {}

  /** Resets the connection, without an answer. */
  record Reset(boolean afterApplying) implements Effect {}

  /**
   * Sends a part of the answer's body, and closes the connection.
   *
   * @param bytes how much of it; negative for half
   */
  record Cut(long bytes) implements Effect {}

  /** Writes a part of a batch, and gives the rest back as unprocessed. */
  record Unprocessed() implements Effect {}

  /** Applies the first entry of a batch of partitions, and tells this error of the others. */
  record FailedEntries(String code) implements Effect {}

  /** Waits, then goes on. */
  record Delay(Duration time) implements Effect {}

  /**
   * Runs something of the test's, then goes on.
   *
   * @param task takes the client's port
   */
  record Run(IntConsumer task, boolean afterApplying) implements Effect {}

  /** Whether the call goes on as if there were no fault. */
  default boolean goesOn() {
    return this instanceof Delay || this instanceof Run;
  }
}
