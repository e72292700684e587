/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

/** What becomes of a table in the catalog when the files that are written have other columns. */
public enum CatalogUpdate {
  /** It gets the columns that it lacks, and types that hold both where that is safe. */
  EVOLVE,

  /** It stays as it is; the differences are told. */
  LOG,

  /** It must not differ, and must be there. */
  FREEZE
}
