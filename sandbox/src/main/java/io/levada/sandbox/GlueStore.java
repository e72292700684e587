/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What the sandbox's Glue has, in memory, and in a folder if there is one. */
final class GlueStore {

  private final TreeMap<String, ObjectNode> databases = new TreeMap<>();
  private final TreeMap<String, TreeMap<String, GlueTable>> tables = new TreeMap<>();
  private final @Nullable GlueFolder folder;

  private GlueStore(@Nullable GlueFolder folder) {
    this.folder = folder;
  }

  /**
   * The store with what is in a folder.
   *
   * @param folder null to keep nothing
   */
  static GlueStore open(@Nullable Path folder) {
    if (folder == null) {
      return new GlueStore(null);
    }

    GlueFolder files = new GlueFolder(folder);
    GlueStore store = new GlueStore(files);
    for (ObjectNode database : files.databases()) {
      store.databases.put(database.get("Name").textValue(), database);
      store.tables.put(database.get("Name").textValue(), new TreeMap<>());
    }
    for (GlueTable table : files.tables()) {
      store.tables.get(table.database()).put(table.name(), table);
    }
    return store;
  }

  /** By name. */
  NavigableMap<String, ObjectNode> databases() {
    return databases;
  }

  /**
   * @throws RefusedException if it is not there
   */
  ObjectNode database(String name) throws RefusedException {
    ObjectNode database = databases.get(name);
    if (database == null) {
      throw new RefusedException(
          400, "EntityNotFoundException", "Database " + name + " not found.");
    }
    return database;
  }

  void put(ObjectNode database) {
    String name = database.get("Name").textValue();
    databases.put(name, database);
    tables.computeIfAbsent(name, any -> new TreeMap<>());
    if (folder != null) {
      folder.write(database);
    }
  }

  void removeDatabase(String name) {
    databases.remove(name);
    for (GlueTable table : tables.remove(name).values()) {
      removeFile(table);
    }
    if (folder != null) {
      folder.deleteDatabase(name);
    }
  }

  /**
   * The tables of a database, by name.
   *
   * @throws RefusedException if the database is not there
   */
  NavigableMap<String, GlueTable> tables(String database) throws RefusedException {
    database(database);
    return tables.get(database);
  }

  /**
   * @throws RefusedException if it is not there
   */
  GlueTable table(String database, String name) throws RefusedException {
    GlueTable table = tables(database).get(name);
    if (table == null) {
      throw new RefusedException(400, "EntityNotFoundException", "Table " + name + " not found.");
    }
    return table;
  }

  GlueTable table(GlueRequest request) throws RefusedException {
    return table(request.name("DatabaseName"), request.name("TableName"));
  }

  /** Keeps a table that is new or changed. */
  void put(GlueTable table) {
    tables.get(table.database()).put(table.name(), table);
    if (folder != null) {
      folder.write(table);
    }
  }

  void remove(GlueTable table) {
    tables.get(table.database()).remove(table.name());
    removeFile(table);
  }

  private void removeFile(GlueTable table) {
    if (folder != null) {
      folder.delete(table);
    }
  }
}
