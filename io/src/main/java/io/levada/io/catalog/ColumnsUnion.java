/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.catalog.TypeUnion.ConflictException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table's columns and those of files that are added to it, and how they differ. */
final class ColumnsUnion {

  private final TableName table;
  private final Map<String, CatalogColumn> columns = new LinkedHashMap<>();
  private final List<String> added = new ArrayList<>();
  private final List<String> widened = new ArrayList<>();
  private final List<String> mixed = new ArrayList<>();
  private final List<String> narrower = new ArrayList<>();

  /**
   * @throws SchemaMismatchException if there are none that all can be read by
   */
  ColumnsUnion(TableName table, List<CatalogColumn> known, List<CatalogColumn> found)
      throws SchemaMismatchException {
    this.table = table;
    known.forEach(column -> columns.put(column.name(), column));
    Set<String> seen = new HashSet<>();
    for (CatalogColumn column : found) {
      if (!seen.add(column.name())) {
        throw new SchemaMismatchException(
            table,
            "the files have two columns " + column.name() + " that differ in case only",
            "rename one of them, or leave one out");
      }
      add(column);
    }
  }

  /** Those of the table, in its order, then those that are new. */
  List<CatalogColumn> columns() {
    return List.copyOf(columns.values());
  }

  /** What the table lacks: columns, and fields of structs, with their types. */
  List<String> added() {
    return added;
  }

  /** What is wider in the files than in the table, with both types. */
  List<String> widened() {
    return widened;
  }

  /** As {@link TypeUnion#mixed}. */
  List<String> mixed() {
    return mixed;
  }

  /** All in which the files differ from the table, but for columns that they lack. */
  List<String> differences() {
    List<String> all = new ArrayList<>();
    added.forEach(column -> all.add("the table has no " + column));
    all.addAll(widened);
    all.addAll(narrower);
    return all;
  }

  private void add(CatalogColumn found) throws SchemaMismatchException {
    CatalogColumn known = columns.get(found.name());
    HiveType foundType = parse(found);
    if (known == null) {
      added.add(found.toString());
      columns.put(found.name(), found);
      return;
    }

    HiveType knownType = parse(known);
    try {
      TypeUnion union = new TypeUnion(found.name(), knownType, foundType);
      added.addAll(union.added());
      widened.addAll(union.widened());
      narrower.addAll(union.narrower());
      mixed.addAll(union.mixed());
      if (!union.type().equals(knownType)) {
        columns.put(known.name(), known.withType(union.type().toString()));
      }
    } catch (ConflictException e) {
      throw new SchemaMismatchException(
          table,
          e.getMessage() + ", which not all readers take together",
          "cast the column, give it another name, or write to another table");
    }
  }

  private HiveType parse(CatalogColumn column) throws SchemaMismatchException {
    try {
      return HiveTypeParser.parse(column.type());
    } catch (IllegalArgumentException e) {
      throw new SchemaMismatchException(
          table, "column " + column.name() + ": " + e.getMessage(), "leave the column out");
    }
  }
}
