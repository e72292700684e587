/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

/** Takes the values of columns: a row, a list, a map's entry. */
interface Target {

  /**
   * @param place the column's, as the target gave it to the converter
   */
  void set(int place, Object value);
}
