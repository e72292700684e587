/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnNames;
import io.levada.rows.CsvDialect;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What must be known of files of CSV to read their rows. Of files that are alike it is held once.
 */
public final class CsvFiles implements Serializable {

  private final CsvDialect dialect;
  private final boolean blankIsRow;
  private final ArrayList<CsvFile> different = new ArrayList<>();
  private final int[] kinds;

  /**
   * @param blankIsRow whether a line without anything is a row of one empty cell
   * @param files each at the place that is its index
   */
  public CsvFiles(CsvDialect dialect, boolean blankIsRow, List<CsvFile> files) {
    this.dialect = dialect;
    this.blankIsRow = blankIsRow;
    this.kinds = new int[files.size()];
    Map<CsvFile, Integer> known = new HashMap<>();
    for (int i = 0; i < kinds.length; i++) {
      CsvFile file = files.get(i);
      kinds[i] = known.computeIfAbsent(file, unknown -> different.size());
      if (kinds[i] == different.size()) {
        different.add(file);
      }
    }
  }

  CsvDialect dialect() {
    return dialect;
  }

  boolean blankIsRow() {
    return blankIsRow;
  }

  /** The different ones of the files. */
  List<CsvFile> different() {
    return different;
  }

  /** Which one of {@link #different} the file is. */
  int kindOf(int file) {
    return kinds[file];
  }

  /** The columns of all files, in the order of their first appearance; the first spelling stays. */
  public List<String> union() {
    Map<String, String> union = new LinkedHashMap<>();
    for (CsvFile file : different) {
      file.columns().forEach(column -> union.putIfAbsent(ColumnNames.safe(column), column));
    }
    return List.copyOf(union.values());
  }

  /**
   * How the columns of two files differ, as a sentence for people, or null if no two do. Their
   * order is no difference, and a file without any row has none.
   *
   * @param names the files' names by their index
   */
  public @Nullable String drift(IntFunction<String> names) {
    int first = -1;
    for (int kind = 0; kind < different.size(); kind++) {
      if (different.get(kind).columns().isEmpty()) {
        continue;
      }
      String problem = first < 0 ? null : drift(names, first, kind);
      if (problem != null) {
        return problem;
      }
      first = first < 0 ? kind : first;
    }
    return null;
  }

  private @Nullable String drift(IntFunction<String> names, int one, int other) {
    String missing = missing(different.get(other), different.get(one));
    if (missing != null) {
      return told(names, other, one, missing);
    }
    missing = missing(different.get(one), different.get(other));
    return missing == null ? null : told(names, one, other, missing);
  }

  private String told(IntFunction<String> names, int having, int lacking, String column) {
    return "%s has the column '%s', which %s has not"
        .formatted(names.apply(first(having)), column, names.apply(first(lacking)));
  }

  private int first(int kind) {
    int file = 0;
    while (kinds[file] != kind) {
      file++;
    }
    return file;
  }

  /** A column that the one has and the other has not, or null. */
  private static @Nullable String missing(CsvFile one, CsvFile other) {
    Set<String> others =
        other.columns().stream().map(ColumnNames::safe).collect(Collectors.toSet());
    return one.columns().stream()
        .filter(column -> !others.contains(ColumnNames.safe(column)))
        .findFirst()
        .orElse(null);
  }

  /** The columns of files that go to no field of the schema. */
  public List<String> unknownTo(EventSchema schema) {
    FieldNames fields = new FieldNames(schema);
    return union().stream().filter(column -> fields.indexOf(column) < 0).toList();
  }

  /**
   * For each column of a file the field of the schema that it goes to, or a negative number.
   *
   * @throws IllegalArgumentException if two go to one field
   */
  static int[] fieldsOf(EventSchema schema, CsvFile file) {
    FieldNames names = new FieldNames(schema);
    Map<Integer, String> taken = new HashMap<>();
    int[] fields = new int[file.columns().size()];
    for (int i = 0; i < fields.length; i++) {
      String column = file.columns().get(i);
      fields[i] = names.indexOf(column);
      @Nullable String twin = fields[i] < 0 ? null : taken.put(fields[i], column);
      if (twin != null) {
        throw new IllegalArgumentException(
            "Columns '%s' and '%s' of one file both go to %s (give one another name)"
                .formatted(twin, column, schema.fields().get(fields[i]).name()));
      }
    }
    return fields;
  }

  /** The fields of a schema by their exact and their safe names. */
  private static final class FieldNames {
    private final Map<String, Integer> bySource = new HashMap<>();
    private final Map<String, Integer> bySafeName = new HashMap<>();

    FieldNames(EventSchema schema) {
      for (int i = 0; i < schema.fields().size(); i++) {
        EventField field = schema.fields().get(i);
        bySource.put(field.source(), i);
        bySafeName.put(ColumnNames.safe(field.source()), i);
        bySafeName.put(field.name(), i);
      }
    }

    int indexOf(String column) {
      @Nullable Integer exact = bySource.get(column);
      return exact == null ? bySafeName.getOrDefault(ColumnNames.safe(column), -1) : exact;
    }
  }
}
