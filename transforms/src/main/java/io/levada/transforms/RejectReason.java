/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

/** Why a record could not be taken; the name is the reject's code. */
public enum RejectReason {
  /** The record is not one JSON value and nothing else. */
  NOT_JSON,
  /** The record is JSON, but not an object. */
  NOT_AN_OBJECT,
  /** The row of CSV has quotes that are not closed, or text behind closed ones. */
  NOT_CSV,
  /** The row of CSV has more or fewer cells than its file has columns. */
  RAGGED,
  /** The record's bytes are not UTF-8. */
  NOT_UTF8,
  /** A required field of the record, or of a struct in it, is not there, or null. */
  MISSING_FIELD,
  /** A date or time is in no form that is understood, or there is no such date. */
  BAD_TIMESTAMP,
  /** A value is not of its field's type, or too large for it. */
  BAD_TYPE,
  /** A value can't be cast to the type that its column is to have. */
  BAD_CAST,
  /**
   * Two members of the record, or of a struct in it, go to one field; or a member that is kept
   * stands twice, or a key of a map.
   */
  DUPLICATE_NAME,
  /** The record is larger than records may be. */
  TOO_LARGE,
  /** Objects and lists are nested deeper than they may be. */
  TOO_DEEP,
  /** The record, or a struct in it, has a member that is not in the schema, and must not have. */
  UNKNOWN_FIELD,
  /**
   * A string, or a key of a map, holds half a surrogate pair, which no UTF-8 text can hold; or the
   * row of CSV has bytes that are no text in its character set, which is not UTF-8.
   */
  BAD_TEXT
}
