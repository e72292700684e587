/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.AwsFailure;
import io.levada.io.storage.AwsSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GetDatabasesResponse;
import software.amazon.awssdk.services.glue.model.GetTablesResponse;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * The Data Catalog of AWS Glue.
 *
 * <p>Tables that are not of files in a folder, as views and those of other systems, are not listed,
 * and can't be changed; nor is what has a name that is none here, such as one with a dot.
 */
final class GlueCatalog implements Catalog {

  private static final int MAX_PAGE = 100;

  private final AwsSettings settings;
  private final @Nullable String account;

  /**
   * @param account whose catalog it is; null for that of the credentials
   */
  GlueCatalog(AwsSettings settings, @Nullable String account) {
    this.settings = settings;
    this.account = account;
  }

  @Override
  public List<String> databases() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    String token = null;
    do {
      GetDatabasesResponse page = databases(token);
      page.databaseList().stream()
          .map(Database::name)
          .filter(TableName::isName)
          .forEach(names::add);
      token = page.nextToken();
    } while (isMore(token));
    return List.copyOf(names);
  }

  private GetDatabasesResponse databases(@Nullable String token) throws IOException {
    try {
      return glue()
          .getDatabases(
              request -> request.catalogId(account).maxResults(MAX_PAGE).nextToken(token));
    } catch (SdkException e) {
      throw GlueFailure.of("list the databases of", this, "GetDatabases", e);
    }
  }

  @Override
  public List<CatalogTable> tables(String database) throws IOException {
    String name = TableName.database(database);
    TreeMap<String, CatalogTable> tables = new TreeMap<>();
    String token = null;
    do {
      GetTablesResponse page = tables(name, token);
      for (Table table : page.tableList()) {
        GlueToCatalog.table(table).ifPresent(shown -> tables.put(shown.name().table(), shown));
      }
      token = page.nextToken();
    } while (isMore(token));
    return List.copyOf(tables.values());
  }

  private GetTablesResponse tables(String database, @Nullable String token) throws IOException {
    try {
      return glue()
          .getTables(
              request ->
                  request
                      .catalogId(account)
                      .databaseName(database)
                      .maxResults(MAX_PAGE)
                      .nextToken(token));
    } catch (EntityNotFoundException e) {
      throw new NoSuchEntityException("database " + database, toString());
    } catch (SdkException e) {
      throw GlueFailure.of("list the tables of", database, "GetTables", e);
    }
  }

  private static boolean isMore(@Nullable String token) {
    return token != null && !token.isEmpty();
  }

  @Override
  public Optional<CatalogTable> table(TableName name) throws IOException {
    Optional<Table> table = find(name);
    return table.isEmpty() ? Optional.empty() : Optional.of(shown(name, table.get()));
  }

  private Optional<Table> find(TableName name) throws IOException {
    try {
      return Optional.of(
          glue()
              .getTable(
                  request ->
                      request.catalogId(account).databaseName(name.database()).name(name.table()))
              .table());
    } catch (EntityNotFoundException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw GlueFailure.of("look at table", name, "GetTable", e);
    }
  }

  private Table get(TableName name) throws IOException {
    return find(name).orElseThrow(() -> new NoSuchEntityException("table " + name, toString()));
  }

  private static CatalogTable shown(TableName name, Table table) throws IOException {
    return GlueToCatalog.table(table)
        .orElseThrow(
            () ->
                new IOException(
                    "Cannot use "
                        + name
                        + ": it is a table of type "
                        + table.tableType()
                        + " without a folder of files (name another)"));
  }

  @Override
  public boolean create(CatalogTable table) throws IOException {
    try {
      return createTable(table);
    } catch (EntityNotFoundException e) {
      createDatabase(table.name().database());
    }
    try {
      return createTable(table);
    } catch (EntityNotFoundException e) {
      throw new NoSuchEntityException("database " + table.name().database(), toString());
    }
  }

  private boolean createTable(CatalogTable table) throws IOException {
    try {
      glue()
          .createTable(
              request ->
                  request
                      .catalogId(account)
                      .databaseName(table.name().database())
                      .tableInput(CatalogToGlue.table(table)));
      return true;
    } catch (AlreadyExistsException e) {
      return false;
    } catch (EntityNotFoundException e) {
      throw e;
    } catch (SdkException e) {
      throw GlueFailure.of("create table", table.name(), "CreateTable", e);
    }
  }

  private void createDatabase(String name) throws IOException {
    try {
      glue().createDatabase(request -> request.catalogId(account).databaseInput(d -> d.name(name)));
    } catch (AlreadyExistsException e) {
      // Somebody else was faster, or an answer was lost.
    } catch (SdkException e) {
      throw GlueFailure.of("create database", name, "CreateDatabase", e);
    }
  }

  @Override
  public CatalogTable alter(TableName name, TableChange change) throws IOException {
    CatalogTable tried = null;
    for (Repeats repeats = new Repeats(name, settings.timeLimit()); ; repeats.pause()) {
      Table table = get(name);
      CatalogTable present = shown(name, table);
      if (present.equals(tried)) {
        return present;
      }

      CatalogTable wanted = change.of(present);
      TableName.checkKept(present, wanted);
      if (wanted.equals(present) || update(table, wanted)) {
        return wanted;
      }
      tried = wanted;
    }
  }

  /** Whether it was still the version that was looked at. */
  private boolean update(Table present, CatalogTable wanted) throws IOException {
    TableName name = wanted.name();
    try {
      glue()
          .updateTable(
              request ->
                  request
                      .catalogId(account)
                      .databaseName(present.databaseName())
                      .versionId(present.versionId())
                      .tableInput(CatalogToGlue.table(present, wanted)));
      return true;
    } catch (ConcurrentModificationException e) {
      return false;
    } catch (EntityNotFoundException e) {
      throw new NoSuchEntityException("table " + name, toString());
    } catch (SdkException e) {
      if (Repeats.mayPass(AwsFailure.code(e))) {
        return false;
      }
      throw GlueFailure.of("alter table", name, "UpdateTable", e);
    }
  }

  @Override
  public void drop(TableName name) throws IOException {
    try {
      glue()
          .deleteTable(
              request ->
                  request.catalogId(account).databaseName(name.database()).name(name.table()));
    } catch (EntityNotFoundException e) {
      // It is gone already.
    } catch (SdkException e) {
      throw GlueFailure.of("drop table", name, "DeleteTable", e);
    }
  }

  @Override
  public void partitions(TableName name, @Nullable String expression, PartitionVisitor visitor)
      throws IOException {
    partitionsOf(name).visit(expression, visitor);
  }

  @Override
  public List<CatalogPartition> partitions(TableName name, Collection<List<String>> values)
      throws IOException {
    return new ArrayList<>(partitionsOf(name).get(values).values());
  }

  @Override
  public Set<List<String>> addPartitions(TableName name, Collection<CatalogPartition> partitions)
      throws IOException {
    return partitionsOf(name).add(partitions);
  }

  @Override
  public Set<List<String>> updatePartitions(TableName name, Collection<CatalogPartition> partitions)
      throws IOException {
    return partitionsOf(name).update(partitions);
  }

  @Override
  public void dropPartitions(TableName name, Collection<List<String>> values) throws IOException {
    partitionsOf(name).drop(values);
  }

  private GluePartitions partitionsOf(TableName name) throws IOException {
    Table table = get(name);
    return new GluePartitions(glue(), account, table, shown(name, table), settings.timeLimit());
  }

  private GlueClient glue() throws IOException {
    try {
      return GlueConnection.of(settings);
    } catch (SdkException e) {
      throw GlueFailure.of("reach", this, "GetTable", e);
    }
  }

  /** The catalog in words. */
  static String name(@Nullable String account) {
    return account == null ? "the Glue catalog" : "the Glue catalog of account " + account;
  }

  @Override
  public String toString() {
    return name(account);
  }
}
