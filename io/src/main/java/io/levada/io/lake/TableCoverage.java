/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ReadCount;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Whether the readers' counts prove that each row of each listed file was read once.
 *
 * <p>They do if, of each file, the counts that are not empty follow on one another from row 0 to as
 * many as its footer stated when it was listed, each has as many records as rows, and one has seen
 * the file's end. A file without rows has an empty count, which sees its end.
 */
public final class TableCoverage {

  private TableCoverage() {}

  /**
   * What is wrong, a line each that names the file; nothing if all was read.
   *
   * @param counts in any order
   */
  public static List<String> problems(LakeTable table, Collection<ReadCount> counts) {
    List<List<ReadCount>> byFile = new ArrayList<>();
    table.files().forEach(file -> byFile.add(new ArrayList<>()));
    List<String> problems = new ArrayList<>();
    for (ReadCount count : counts) {
      if (count.file() < 0 || count.file() >= byFile.size()) {
        problems.add(
            "A file that was not listed was read: index " + count.file() + ", " + range(count));
      } else {
        byFile.get(count.file()).add(count);
      }
    }
    for (int file = 0; file < byFile.size(); file++) {
      problemsOf(table.files().get(file), byFile.get(file), problems);
    }
    return problems;
  }

  private static void problemsOf(TableFile file, List<ReadCount> counts, List<String> problems) {
    counts.sort(Comparator.comparingLong(ReadCount::from).thenComparingLong(ReadCount::to));
    String name = file.location().toString();
    long covered = 0;
    boolean sawEnd = false;
    for (ReadCount count : counts) {
      sawEnd |= count.reachedEnd() && count.to() == file.rows();
      if (count.records().count() != count.to() - count.from()) {
        problems.add(name + ": " + count.records().count() + " records in rows " + range(count));
      }
      if (count.from() > covered) {
        problems.add(name + ": not read: rows [" + covered + ", " + count.from() + ")");
      } else if (count.from() < Math.min(covered, count.to())) {
        long end = Math.min(covered, count.to());
        problems.add(name + ": read twice: rows [" + count.from() + ", " + end + ")");
      }
      covered = Math.max(covered, count.to());
    }

    if (covered < file.rows()) {
      problems.add(name + ": not read: rows [" + covered + ", " + file.rows() + ")");
    } else if (covered > file.rows()) {
      problems.add(name + ": read to row " + covered + ", behind its last, " + file.rows());
    } else if (!sawEnd) {
      problems.add(name + ": its end was not seen");
    }
  }

  private static String range(ReadCount count) {
    return "[" + count.from() + ", " + count.to() + ")";
  }
}
