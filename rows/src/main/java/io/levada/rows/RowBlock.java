/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Rows that stand one behind another in a file, column by column. For whoever takes rows where they
 * are read: it is filled again when they have been taken.
 */
public final class RowBlock {

  private final int file;
  private final @Nullable Object[] constants;
  private final @Nullable Object[][] columns;
  private long firstOffset;
  private int size;

  /**
   * An empty block of a file.
   *
   * @param file index of the file in the run's listing
   * @param constants the values of columns that all of the file's rows have
   * @param columns the values of the other columns, for as many rows as the block can hold; null
   *     where there is a constant
   */
  public RowBlock(int file, @Nullable Object[] constants, @Nullable Object[][] columns) {
    this.file = file;
    this.constants = constants;
    this.columns = columns;
  }

  /**
   * Takes what is in the columns now as its rows.
   *
   * @param firstOffset where the first of them is in the file
   */
  public void fill(long firstOffset, int size) {
    this.firstOffset = firstOffset;
    this.size = size;
  }

  /** Number of rows. */
  public int size() {
    return size;
  }

  /** Number of columns, without an envelope. */
  public int columns() {
    return columns.length;
  }

  public int file() {
    return file;
  }

  public long offset(int row) {
    return firstOffset + row;
  }

  /** A value as a Beam row has it; columns are counted without an envelope. */
  public @Nullable Object value(int column, int row) {
    Object[] values = columns[column];
    return values == null ? constants[column] : values[row];
  }
}
