/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

/** How the records of a file stand in it. */
enum Shape {
  /** Each line is a record. */
  LINES,
  /** Values one after another, on one line or many, are the records. */
  VALUES,
  /** The elements of arrays, and values beside those arrays, are the records. */
  ARRAY
}
