/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.io.Serializable;

/**
 * A part of a file for one reader, in stored bytes. Only plain files of lines or CSV are read in
 * parts.
 *
 * @param from the first byte
 * @param to the byte behind the last
 * @param startState of CSV, the state of its {@link CsvScanner} in front of the first byte
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

  boolean isWhole() {
    return from == 0 && to == file.size();
  }
}
