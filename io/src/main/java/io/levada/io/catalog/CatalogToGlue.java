/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Makes of what a {@link Catalog} is given what Glue takes, and keeps what it is not given. */
final class CatalogToGlue {

  private static final String EXTERNAL = "EXTERNAL_TABLE";

  private CatalogToGlue() {}

  /** A table that is new. */
  static TableInput table(CatalogTable table) {
    return TableInput.builder()
        .name(table.name().table())
        .tableType(EXTERNAL)
        .parameters(table.parameters())
        .partitionKeys(columns(table.partitionKeys(), List.of()))
        .storageDescriptor(storage(StorageDescriptor.builder().build(), table))
        .build();
  }

  /** The table that is there, with all that it has, changed to what is wanted. */
  static TableInput table(Table present, CatalogTable wanted) {
    StorageDescriptor storage = present.storageDescriptor();
    return TableInput.builder()
        .name(present.name())
        .description(present.description())
        .owner(present.owner())
        .lastAccessTime(present.lastAccessTime())
        .lastAnalyzedTime(present.lastAnalyzedTime())
        .retention(present.retention())
        .viewOriginalText(present.viewOriginalText())
        .viewExpandedText(present.viewExpandedText())
        .tableType(present.tableType())
        .targetTable(present.targetTable())
        .parameters(wanted.parameters())
        .partitionKeys(columns(wanted.partitionKeys(), present.partitionKeys()))
        .storageDescriptor(storage(storage, wanted))
        .build();
  }

  private static StorageDescriptor storage(StorageDescriptor present, CatalogTable wanted) {
    StorageFormat format = wanted.format();
    SerDeInfo serde =
        present.serdeInfo() == null ? SerDeInfo.builder().build() : present.serdeInfo();
    return present.toBuilder()
        .location(location(wanted.location(), present.location()))
        .columns(columns(wanted.columns(), present.columns()))
        .inputFormat(orNull(format.inputFormat()))
        .outputFormat(orNull(format.outputFormat()))
        .serdeInfo(
            serde.toBuilder()
                .serializationLibrary(orNull(format.serde()))
                .parameters(format.parameters())
                .build())
        .build();
  }

  /** A partition whose files are read as those of its table are. */
  static PartitionInput partition(CatalogPartition partition, Table table) {
    StorageDescriptor storage = table.storageDescriptor();
    return PartitionInput.builder()
        .values(partition.values())
        .parameters(partition.parameters())
        .storageDescriptor(
            storage.toBuilder()
                .location(location(partition.location(), null))
                .columns(columns(partition.columns(), storage.columns()))
                .build())
        .build();
  }

  /** Ends with a slash on S3, where Athena would take it for a prefix of others' names too. */
  private static String location(Location wanted, @Nullable String present) {
    if (wanted.equals(GlueToCatalog.location(present))) {
      return present;
    }
    return wanted.scheme().equals("file") ? wanted.uri() : wanted.uri() + "/";
  }

  private static List<Column> columns(List<CatalogColumn> wanted, List<Column> present) {
    List<Column> columns = new ArrayList<>();
    for (CatalogColumn column : wanted) {
      columns.add(
          like(column, present).toBuilder()
              .type(orNull(column.type()))
              .comment(column.comment())
              .build());
    }
    return columns;
  }

  private static Column like(CatalogColumn column, List<Column> present) {
    return present.stream()
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(column.name()))
        .findFirst()
        .orElseGet(() -> Column.builder().name(column.name()).build());
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
