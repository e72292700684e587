/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

/** What a run may change of a table's columns in the catalog. */
public enum CatalogUpdate {
  /** New columns are appended, and types become wider where all readers go along. */
  EVOLVE,
  /** Nothing; what readers of the catalog do not see of the files is told. */
  LOG,
  /** Nothing; a run fails whose columns are not the table's, or that has no table. */
  FREEZE
}
