/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Makes a catalog's tables fit what is written to them. */
public final class TableSchemas {

  /** How often a table is looked at anew that is created, dropped and created by others. */
  private static final int MAX_TRIES = 20;

  /**
   * What was done of a table, or would be.
   *
   * @param table as it is then
   * @param isNew whether there was none
   * @param notes lines that a person should see
   */
  public record Fit(CatalogTable table, boolean isNew, List<String> notes) {
    public Fit {
      notes = List.copyOf(notes);
    }
  }

  private TableSchemas() {}

  /**
   * Says what {@link #ensure} would do now. Changes nothing.
   *
   * @throws SchemaMismatchException as there
   */
  public static Fit check(Catalog catalog, CatalogTable wanted, CatalogUpdate update)
      throws IOException {
    Optional<CatalogTable> present = catalog.table(wanted.name());
    if (present.isEmpty()) {
      return created(wanted, update);
    }

    SchemaEvolution evolution = SchemaEvolution.of(present.get(), wanted, update);
    return new Fit(evolution.table(), false, evolution.notes());
  }

  /**
   * Creates the table, with its database, or evolves the one that is there as {@link
   * SchemaEvolution} says. May be repeated.
   *
   * <p>Partitions that are there keep their columns, which are those of their files: Athena casts
   * them to the table's.
   *
   * @param wanted the table as it would be made anew: with its folder, the columns and keys of the
   *     files, and parameters
   * @throws SchemaMismatchException if there is a table that can't have, or may not get, columns by
   *     which all files are read right; or if there is none, and it is to be frozen
   */
  public static Fit ensure(Catalog catalog, CatalogTable wanted, CatalogUpdate update)
      throws IOException {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      if (catalog.table(wanted.name()).isEmpty()) {
        Fit fit = created(wanted, update);
        if (catalog.create(wanted)) {
          return fit;
        }
      }
      Optional<Fit> fit = evolve(catalog, wanted, update);
      if (fit.isPresent()) {
        return fit.get();
      }
    }
    throw new IOException(
        "Cannot create table " + wanted.name() + ": others drop and create it all the time");
  }

  private static Fit created(CatalogTable wanted, CatalogUpdate update)
      throws SchemaMismatchException {
    if (update == CatalogUpdate.FREEZE) {
      throw new SchemaMismatchException(
          wanted.name(),
          "there is no such table",
          "create it, or let it by --catalogUpdate=evolve");
    }

    CatalogTable empty = wanted.withColumns(List.of());
    return new Fit(
        SchemaEvolution.of(empty, wanted, CatalogUpdate.EVOLVE).table(), true, List.of());
  }

  /** Evolves the table, or does nothing if it is gone. */
  private static Optional<Fit> evolve(Catalog catalog, CatalogTable wanted, CatalogUpdate update)
      throws IOException {
    SchemaEvolution[] last = new SchemaEvolution[1];
    try {
      CatalogTable evolved =
          catalog.alter(
              wanted.name(),
              present -> {
                last[0] = SchemaEvolution.of(present, wanted, update);
                return last[0].table();
              });
      return Optional.of(new Fit(evolved, false, last[0].notes()));
    } catch (NoSuchEntityException e) {
      return Optional.empty();
    }
  }
}
