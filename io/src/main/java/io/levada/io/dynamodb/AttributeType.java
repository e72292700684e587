/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

/** The types of DynamoDB's attributes, by its own names. */
public enum AttributeType {
  /** Text. */
  S,
  /** A number. */
  N,
  /** Bytes. */
  B,
  BOOL,
  /** A list. */
  L,
  /** A map. */
  M,
  /** A set of texts. */
  SS,
  /** A set of numbers. */
  NS,
  /** A set of bytes. */
  BS;

  /** Whether a key can be of it. */
  public boolean fitsKeys() {
    return this == S || this == N || this == B;
  }
}
