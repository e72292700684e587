/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.GroupCount;
import io.levada.rows.ReadCount;
import io.levada.rows.SlotSink;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks that nothing was lost and nothing doubled between the readers and the staged files: per
 * input, {@code read = written + duplicates + rejected + filtered}, in number and in the sum over
 * the hashes of their positions.
 *
 * <p>Behind an aggregation, a row is of no input. Then what was read of all inputs together must be
 * what the groups are made of, besides what was rejected or filtered before; and the rows that were
 * made of the groups must be those that were written or rejected.
 *
 * <p>Rows that a {@link SlotSink} has written stand for those in files.
 *
 * <p>Other rows that came from no file are held against the files' rows only.
 */
public final class Conservation {

  private Conservation() {}

  /** What does not add up, a line each; empty if all does. */
  public static List<String> problems(Manifest manifest) {
    List<String> problems = new ArrayList<>();
    if (manifest.groups().isPresent()) {
      checkGroups(manifest, manifest.groups().get(), problems);
    } else {
      checkInputs(manifest, problems);
    }
    checkFiles(manifest, problems);
    return problems;
  }

  private static void checkGroups(Manifest manifest, GroupCount groups, List<String> problems) {
    Tally read = manifest.reads().stream().map(ReadCount::records).reduce(Tally.ZERO, Tally::plus);
    Map<Fate, Tally> ofInputs = new EnumMap<>(Fate.class);
    manifest
        .tallies()
        .forEach(
            (input, fates) -> {
              if (input != SourcePosition.NO_FILE) {
                fates.forEach((fate, tally) -> ofInputs.merge(fate, tally, Tally::plus));
              }
            });
    Tally accounted = total(ofInputs).plus(groups.in());
    if (read.count() != accounted.count()) {
      problems.add(
          "All inputs: "
              + read.count()
              + " records read, but "
              + groups.in().count()
              + " grouped + "
              + sum(ofInputs, accounted.count()));
    } else if (!read.equals(accounted)) {
      problems.add(
          "All inputs: "
              + read.count()
              + " records read and accounted for, but they are not the same ones");
    }
    Map<Fate, Tally> ofGroups = manifest.tallies().getOrDefault(SourcePosition.NO_FILE, Map.of());
    Tally made = groups.out();
    Tally out = total(ofGroups);
    if (made.count() != out.count()) {
      problems.add(
          "Groups: " + made.count() + " rows made of them, but " + sum(ofGroups, out.count()));
    } else if (!made.equals(out)) {
      problems.add(
          "Groups: "
              + made.count()
              + " rows made of them and accounted for, but they are not the same ones");
    }
  }

  private static void checkInputs(Manifest manifest, List<String> problems) {
    Map<Integer, Tally> read = new TreeMap<>();
    for (ReadCount range : manifest.reads()) {
      read.merge(range.file(), range.records(), Tally::plus);
    }
    Set<Integer> inputs = new TreeSet<>(read.keySet());
    inputs.addAll(manifest.tallies().keySet());
    inputs.remove(SourcePosition.NO_FILE);
    for (int input : inputs) {
      Tally in = read.getOrDefault(input, Tally.ZERO);
      Map<Fate, Tally> fates = manifest.tallies().getOrDefault(input, Map.of());
      Tally out = total(fates);
      if (in.count() != out.count()) {
        problems.add(
            "Input " + input + ": " + in.count() + " records read, but " + sum(fates, out.count()));
      } else if (!in.equals(out)) {
        problems.add(
            "Input "
                + input
                + ": "
                + in.count()
                + " records read and accounted for, but they are not the same ones");
      }
    }
  }

  private static Tally total(Map<Fate, Tally> fates) {
    return fates.values().stream().reduce(Tally.ZERO, Tally::plus);
  }

  private static String sum(Map<Fate, Tally> fates, long total) {
    List<String> parts = new ArrayList<>();
    for (Fate fate : Fate.values()) {
      parts.add(
          fates.getOrDefault(fate, Tally.ZERO).count()
              + " "
              + fate.name().toLowerCase(Locale.ROOT));
    }
    return String.join(" + ", parts) + " = " + total;
  }

  private static void checkFiles(Manifest manifest, List<String> problems) {
    Set<String> names = new HashSet<>();
    long written = manifest.figures().getOrDefault(SlotSink.WRITTEN, 0L);
    long rejected = 0;
    for (DataFile file : manifest.files()) {
      if (!names.add(file.content() + "/" + file.path())) {
        problems.add("File " + file.path() + " is staged twice");
      }
      if (file.rows() != file.footerRows()) {
        problems.add(
            "File "
                + file.path()
                + ": "
                + file.rows()
                + " rows written, but its footer states "
                + file.footerRows());
      }
      written += file.content() == DataFile.Content.DATA ? file.footerRows() : 0;
      rejected += file.content() == DataFile.Content.REJECTS ? file.rows() : 0;
    }
    String where = manifest.figures().isEmpty() ? "Rows in the staged files" : "Rows in the sink";
    compare(where, written, manifest.count(Fate.WRITTEN), problems);
    compare("Records in the rejects", rejected, manifest.count(Fate.REJECTED), problems);
  }

  private static void compare(String what, long found, long expected, List<String> problems) {
    if (found != expected) {
      problems.add(what + ": " + found + ", but " + expected + " were given to them");
    }
  }
}
