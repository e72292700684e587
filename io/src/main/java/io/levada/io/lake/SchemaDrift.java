/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

/** What becomes of files whose columns differ. */
public enum SchemaDrift {
  /**
   * The table has the columns of all files, matched without regard to case, each in the narrowest
   * type that holds the values of all files exactly; what a file lacks is null. A column for which
   * there is no such type is an error.
   */
  UNION,

  /**
   * A file that has more or fewer columns than the first one, or one of another type, is an error.
   * The order of columns, the case of their names, and whether they can be null may differ.
   */
  REFUSE
}
