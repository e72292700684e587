/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

/** What becomes of a member of an event, or of a struct in it, that the schema does not name. */
public enum UnknownFields {
  /** It is left out of the row. */
  DROP,
  /** The record is a reject. */
  REJECT
}
