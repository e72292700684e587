/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.io.Serializable;

/**
 * A part of a file for one reader, in stored bytes. Only plain files of lines or CSV are read in
 * parts.
 *
 * @param from the first byte
 * @param to the byte behind the last
 * @param startState of CSV, the state of its {@link CsvScanner} in front of the first byte; or
 *     {@link CsvScanner#UNKNOWN}, to be guessed by what is read
 */
record FileRange(InputFile file, long from, long to, int startState) implements Serializable {

  FileRange(InputFile file, long from, long to) {
    this(file, from, to, CsvScanner.RECORD_START);
  }

  static FileRange whole(InputFile file) {
    return new FileRange(file, 0, file.size());
  }

  long length() {
    return to - from;
  }

  /** Where to begin to read: one byte earlier where it tells whether a record starts. */
  long readFrom() {
    return startState == CsvScanner.UNKNOWN ? from - 1 : from;
  }

  boolean isWhole() {
    return from == 0 && to == file.size();
  }
}
