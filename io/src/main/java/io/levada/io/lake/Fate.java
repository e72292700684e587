/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

/** What became of a record that was read. Every record has exactly one. */
public enum Fate {
  /** It is a row in a staged file. */
  WRITTEN(0),
  /** A row that repeats it is kept. */
  DUPLICATE(1),
  /** It could not be taken and is among the rejects. */
  REJECTED(2),
  /** A filter left it out. */
  FILTERED(3);

  /** The fate's name in encoded tallies; never given to another. */
  final int code;

  Fate(int code) {
    this.code = code;
  }

  static Fate of(int code) {
    for (Fate fate : values()) {
      if (fate.code == code) {
        return fate;
      }
    }
    throw new IllegalArgumentException("Invalid fate: " + code);
  }
}
