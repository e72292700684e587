/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

/** What the client gets to see of a call. */
sealed interface Outcome {

  /** An answer. */
  record Whole(Answer answer) implements Outcome {}

  /**
   * The first bytes of an answer's body.
   *
   * @param bytes how many; negative for half
   */
  record Part(Answer answer, long bytes) implements Outcome {}

  /** No answer. */
  record Nothing() implements Outcome {}
}
