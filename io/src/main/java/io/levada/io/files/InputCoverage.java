/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.rows.ReadCount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Whether the readers' counts prove that each listed file was read once, from its first byte to its
 * last.
 *
 * <p>They do if, of each file, the counts that are not empty follow on one another from 0 to the
 * file's size, and the last one has seen the file's end. A reader in whose part of a file no record
 * starts gives an empty count, which may stand anywhere and has no records; a file without content
 * has only such, and they see its end.
 */
public final class InputCoverage {

  private InputCoverage() {}

  /**
   * What is wrong, a line each that names the file; nothing if all was read.
   *
   * @param files each at the place that is its index
   * @param counts in any order
   * @throws IllegalArgumentException if a file is not at the place that is its index
   */
  public static List<String> problems(List<InputFile> files, Collection<ReadCount> counts) {
    List<ReadCount> sorted = new ArrayList<>(counts);
    sorted.sort(Comparator.comparingInt(ReadCount::file).thenComparingLong(ReadCount::from));
    List<String> problems = new ArrayList<>();
    int at = 0;
    for (; at < sorted.size() && sorted.get(at).file() < 0; at++) {
      problems.add(unlisted(sorted.get(at)));
    }
    for (int index = 0; index < files.size(); index++) {
      if (files.get(index).index() != index) {
        throw new IllegalArgumentException(
            "Not at the place of its index: " + files.get(index) + ", at " + index);
      }
      int first = at;
      while (at < sorted.size() && sorted.get(at).file() == index) {
        at++;
      }
      problemsOf(files.get(index), sorted.subList(first, at), problems);
    }
    for (; at < sorted.size(); at++) {
      problems.add(unlisted(sorted.get(at)));
    }
    return problems;
  }

  private static void problemsOf(InputFile file, List<ReadCount> counts, List<String> problems) {
    long covered = 0;
    boolean sawEnd = false;
    for (ReadCount count : counts) {
      sawEnd |= count.reachedEnd() && count.to() == file.size();
      if (count.from() == count.to()) {
        if (count.records().count() != 0) {
          problems.add(file.location() + ": records were counted in no bytes: " + range(count));
        }
        continue;
      }
      if (count.from() > covered) {
        problems.add(file.location() + ": not read: [" + covered + ", " + count.from() + ")");
      } else if (count.from() < covered) {
        long end = Math.min(covered, count.to());
        problems.add(file.location() + ": read twice: [" + count.from() + ", " + end + ")");
      }
      covered = Math.max(covered, count.to());
    }

    if (covered < file.size()) {
      problems.add(file.location() + ": not read: [" + covered + ", " + file.size() + ")");
    } else if (covered > file.size()) {
      problems.add(file.location() + ": read to " + covered + ", behind its end at " + file.size());
    } else if (!sawEnd) {
      problems.add(file.location() + ": its end was not seen");
    }
  }

  private static String unlisted(ReadCount count) {
    return "A file that was not listed was read: index " + count.file() + ", " + range(count);
  }

  private static String range(ReadCount count) {
    return "[" + count.from() + ", " + count.to() + ")";
  }
}
