/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import java.util.Locale;

/**
 * The name of a table in a catalog, in lower case: catalogs compare names without regard to it.
 *
 * @param database of 1 to 255 characters, without a dot
 * @param table of 1 to 255 characters, without a dot
 */
public record TableName(String database, String table) {

  private static final int MAX_LENGTH = 255;

  /**
   * @throws IllegalArgumentException if one of them can't be a name
   */
  public TableName {
    database = checked("database", database);
    table = checked("table", table);
  }

  /**
   * The name in a text of the form {@code database.table}.
   *
   * @throws IllegalArgumentException if it is no such text
   */
  public static TableName parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException("'" + text + "' has no dot (give database.table)");
    }

    return new TableName(text.substring(0, dot), text.substring(dot + 1));
  }

  /** The name of a database, as it is compared. */
  static String database(String name) {
    return checked("database", name);
  }

  /**
   * @throws IllegalArgumentException if a changed table has another name
   */
  static void checkKept(CatalogTable present, CatalogTable changed) {
    if (!changed.name().equals(present.name())) {
      throw new IllegalArgumentException(
          "A table keeps its name: " + present.name() + " can't become " + changed.name());
    }
  }

  /** Whether a text can be the name of a database or table. */
  static boolean isName(String text) {
    return !text.isBlank()
        && text.length() <= MAX_LENGTH
        && text.chars().noneMatch(c -> c == '.' || c == '/' || Character.isISOControl(c));
  }

  private static String checked(String what, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is no name of a "
              + what
              + " (take 1 to "
              + MAX_LENGTH
              + " letters, digits and underscores)");
    }
    return name.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return database + "." + table;
  }
}
