/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * In which state parts of files end, for each in which they may begin: a line for each part, with
 * the file's index, the part's first byte, and a digit for each state.
 */
final class PartEnds {

  /** The part of a file. */
  private record Part(int file, long from) {}

  private final Map<Part, int[]> ends = new HashMap<>();

  private PartEnds() {}

  static String line(FileRange range, int[] endByStart) {
    StringBuilder line = new StringBuilder();
    line.append(range.file().index()).append(' ').append(range.from()).append(' ');
    Arrays.stream(endByStart).forEach(line::append);
    return line.toString();
  }

  static PartEnds parse(String lines) {
    PartEnds parsed = new PartEnds();
    lines
        .lines()
        .forEach(
            line -> {
              String[] words = line.split(" ", -1);
              parsed.ends.put(
                  new Part(Integer.parseInt(words[0]), Long.parseLong(words[1])),
                  words[2].chars().map(digit -> digit - '0').toArray());
            });
    return parsed;
  }

  /**
   * The ranges, which follow on one another in each file, with the states in which they begin.
   *
   * @throws IOException if the end of one that does not end its file is not known
   */
  List<FileRange> begin(List<FileRange> ranges) throws IOException {
    List<FileRange> begun = new ArrayList<>();
    int state = CsvScanner.RECORD_START;
    for (FileRange range : ranges) {
      int start = range.from() == 0 ? CsvScanner.RECORD_START : state;
      begun.add(new FileRange(range.file(), range.from(), range.to(), start));
      if (!range.isWhole()) {
        int[] end = ends.get(new Part(range.file().index(), range.from()));
        if (end == null) {
          throw new IOException(
              "Cannot divide " + range.file().location() + ": nobody has looked at all its parts");
        }
        state = end[start];
      }
    }
    return begun;
  }
}
