/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

/** Takes the rows of a block of CSV, cell by cell. */
interface CsvRows {

  /** A row begins; what came of one that has not ended is to be forgotten. */
  void beginRow();

  /**
   * A cell of the row.
   *
   * @param chars holds its text, until this returns
   * @param isQuoted whether it stands in quotes
   */
  void cell(int column, char[] chars, int from, int length, boolean isQuoted);

  /** The row of the record has ended; it has so many cells. */
  void endRow(int record, int cells);

  /** The record is no row. */
  void noRow(int record, RejectReason reason, String message);
}
