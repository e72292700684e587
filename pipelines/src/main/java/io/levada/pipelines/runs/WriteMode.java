/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

/** What becomes of the files that a table has already. */
public enum WriteMode {
  /** They stay. */
  APPEND,
  /** Those in the partitions that the run has rows for are replaced. */
  OVERWRITE_PARTITIONS,
  /** All are replaced. */
  OVERWRITE,
  /** The run fails if there is any. */
  FAIL_IF_EXISTS;

  /** Whether no file of the table is replaced. */
  boolean adds() {
    return this == APPEND || this == FAIL_IF_EXISTS;
  }
}
