/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

/** Takes the rows of a block of CSV. */
interface CsvRows {

  /**
   * The record is a row.
   *
   * @param cells those of the row, until this returns
   */
  void row(int record, CsvRow cells);

  /** The record is no row. */
  void noRow(int record, RejectReason reason, String message);
}
