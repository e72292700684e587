/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.Location;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/** Makes of what Glue has what a {@link Catalog} shows of it. */
final class GlueToCatalog {

  private static final Pattern OTHER_NAMES_OF_S3 = Pattern.compile("^s3[an]://");

  private GlueToCatalog() {}

  /**
   * The table; empty if it is none of files in a folder, as a view, or one of a database, or if its
   * name is none here.
   */
  static Optional<CatalogTable> table(Table table) {
    StorageDescriptor storage = table.storageDescriptor();
    Location location = storage == null ? null : location(storage.location());
    if (storage == null || location == null || !TableName.isName(table.name())) {
      return Optional.empty();
    }
    return Optional.of(
        new CatalogTable(
            new TableName(table.databaseName(), table.name()),
            location,
            format(storage),
            columns(storage.columns()),
            columns(table.partitionKeys()),
            parameters(table.parameters())));
  }

  /**
   * A partition.
   *
   * @throws IOException if it has no folder
   */
  static CatalogPartition partition(Partition partition) throws IOException {
    StorageDescriptor storage = partition.storageDescriptor();
    Location location = storage == null ? null : location(storage.location());
    if (storage == null || location == null) {
      throw new IOException(
          "Cannot use partition "
              + partition.values()
              + " of "
              + partition.databaseName()
              + "."
              + partition.tableName()
              + ": it has no folder (drop it from the catalog, or give it a location)");
    }
    return new CatalogPartition(
        partition.values(),
        location,
        columns(storage.columns()),
        parameters(partition.parameters()));
  }

  /**
   * The folder of a text, on S3 by whatever name Hadoop has for it; null if it names none, as
   * {@code schema.table} of a database.
   */
  static @Nullable Location location(@Nullable String text) {
    if (text == null || !(text.startsWith("/") || text.startsWith("file:/") || hasScheme(text))) {
      return null;
    }
    try {
      return Location.of(OTHER_NAMES_OF_S3.matcher(text).replaceFirst("s3://"));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean hasScheme(String text) {
    return text.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*://.+");
  }

  private static StorageFormat format(StorageDescriptor storage) {
    SerDeInfo serde = storage.serdeInfo();
    return new StorageFormat(
        orEmpty(storage.inputFormat()),
        orEmpty(storage.outputFormat()),
        serde == null ? "" : orEmpty(serde.serializationLibrary()),
        serde == null ? Map.of() : parameters(serde.parameters()));
  }

  private static List<CatalogColumn> columns(List<Column> columns) {
    return columns.stream()
        .map(column -> new CatalogColumn(column.name(), orEmpty(column.type()), column.comment()))
        .toList();
  }

  private static Map<String, String> parameters(Map<String, String> parameters) {
    Map<String, String> known = new HashMap<>(parameters);
    known.values().removeIf(value -> value == null);
    return known;
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
