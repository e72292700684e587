/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What becomes of a table when files are added to it whose columns are not quite its own: a
 * function of both, so that it can be asked again of what others have made of the table meanwhile.
 *
 * @param table as it should be; the very one that is there if it stays as it is
 * @param added columns that it gets, and fields of structs, with their types
 * @param widened what gets a wider type, with both types
 * @param notes lines that a person should see
 */
public record SchemaEvolution(
    CatalogTable table, List<String> added, List<String> widened, List<String> notes) {

  /** How the folder begins that is the location of a table without partitions, with versions. */
  private static final String VERSION = "run=";

  public SchemaEvolution {
    added = List.copyOf(added);
    widened = List.copyOf(widened);
    notes = List.copyOf(notes);
  }

  /**
   * Evolves a table.
   *
   * @param present as the catalog has it
   * @param wanted as it would be made anew for the files: the table's folder, their columns and
   *     keys, and parameters. What they lack of the table's columns stays, and is null in their
   *     rows
   * @throws SchemaMismatchException if the table can't have, or may not get, columns by which all
   *     files are read right, those that it has and those that are added
   */
  public static SchemaEvolution of(CatalogTable present, CatalogTable wanted, CatalogUpdate update)
      throws SchemaMismatchException {
    checkPlace(present, wanted);
    checkKeys(present, wanted);
    ColumnsUnion union = new ColumnsUnion(present.name(), present.columns(), wanted.columns());
    return switch (update) {
      case EVOLVE -> evolved(present, wanted, union);
      case LOG -> logged(present, union);
      case FREEZE -> frozen(present, union);
    };
  }

  private static void checkPlace(CatalogTable present, CatalogTable wanted)
      throws SchemaMismatchException {
    if (!present.format().isParquet()) {
      throw new SchemaMismatchException(
          present.name(),
          "the table's files are no Parquet, but for " + present.format().serde(),
          "write to another table");
    }
    boolean version =
        present.partitionKeys().isEmpty()
            && present.location().name().startsWith(VERSION)
            && present.location().parent().equals(wanted.location());
    if (!version && !present.location().equals(wanted.location())) {
      throw new SchemaMismatchException(
          present.name(),
          "the table is in " + present.location() + ", and the files are in " + wanted.location(),
          "write there, or to another table");
    }
  }

  private static void checkKeys(CatalogTable present, CatalogTable wanted)
      throws SchemaMismatchException {
    Set<String> known = names(present.partitionKeys());
    Set<String> found = names(wanted.partitionKeys());
    checkNoneIsColumn(present.name(), known, names(wanted.columns()), "key", "column");
    checkNoneIsColumn(present.name(), found, names(present.columns()), "column", "key");
    if (!known.equals(found)) {
      throw new SchemaMismatchException(
          present.name(),
          "the table's partition keys are " + known + ", and those of the files " + found,
          "partition by the same keys, or write to another table");
    }
  }

  private static void checkNoneIsColumn(
      TableName table, Set<String> keys, Set<String> columns, String inCatalog, String inFiles)
      throws SchemaMismatchException {
    for (String key : keys) {
      if (columns.contains(key)) {
        throw new SchemaMismatchException(
            table,
            key + " is a " + inCatalog + " in the catalog, and a " + inFiles + " in the files",
            "partition by the same keys, or write to another table");
      }
    }
  }

  private static Set<String> names(List<CatalogColumn> columns) {
    Set<String> names = new TreeSet<>();
    columns.forEach(column -> names.add(column.name()));
    return names;
  }

  private static SchemaEvolution evolved(
      CatalogTable present, CatalogTable wanted, ColumnsUnion union) {
    CatalogTable evolved = present.withColumns(union.columns()).withParameters(wanted.parameters());
    List<String> notes = new ArrayList<>();
    note(notes, present.name() + " gets new columns in the catalog: ", union.added());
    note(notes, present.name() + " gets wider columns in the catalog: ", union.widened());
    noteMixed(notes, union);
    return new SchemaEvolution(
        evolved.equals(present) ? present : evolved, union.added(), union.widened(), notes);
  }

  private static SchemaEvolution logged(CatalogTable present, ColumnsUnion union)
      throws SchemaMismatchException {
    if (!union.widened().isEmpty()) {
      throw new SchemaMismatchException(
          present.name(),
          String.join("; ", union.widened()) + ", which can't be read so",
          "let the table change by --catalogUpdate=evolve, or cast the column");
    }

    List<String> notes = new ArrayList<>();
    note(
        notes,
        present.name() + " lacks in the catalog, where they are not to be seen: ",
        union.added());
    noteMixed(notes, union);
    return new SchemaEvolution(present, List.of(), List.of(), notes);
  }

  private static SchemaEvolution frozen(CatalogTable present, ColumnsUnion union)
      throws SchemaMismatchException {
    if (!union.differences().isEmpty()) {
      throw new SchemaMismatchException(
          present.name(),
          String.join("; ", union.differences()),
          "let the table change by --catalogUpdate=evolve, or write the columns that it has");
    }

    return new SchemaEvolution(present, List.of(), List.of(), List.of());
  }

  private static void note(List<String> notes, String begin, List<String> what) {
    if (!what.isEmpty()) {
      notes.add(begin + String.join(", ", what));
    }
  }

  private static void noteMixed(List<String> notes, ColumnsUnion union) {
    if (!union.mixed().isEmpty()) {
      notes.add(
          "Spark before version 4 reads files of both types by"
              + " spark.sql.hive.convertMetastoreParquet=false only: "
              + String.join(", ", union.mixed()));
    }
  }
}
