/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * The sandbox's Glue as any other program sees and changes it: by the AWS SDK, not by our catalog.
 */
public final class PlainGlue implements AutoCloseable {

  private static final int MAX_CREATED = 100;
  private static final int MAX_DELETED = 25;

  private final GlueClient client;
  private final String database;

  public PlainGlue(Sandbox sandbox, String database) {
    this.database = database;
    this.client =
        GlueClient.builder()
            .endpointOverride(sandbox.endpoint())
            .region(Region.of(sandbox.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(sandbox.accessKey(), sandbox.secretKey())))
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
  }

  public Table table(String name) {
    return client.getTable(request -> request.databaseName(database).name(name)).table();
  }

  /** All partitions, page by page. */
  public List<Partition> partitions(String table) {
    return client
        .getPartitionsPaginator(request -> request.databaseName(database).tableName(table))
        .stream()
        .flatMap(page -> page.partitions().stream())
        .toList();
  }

  /** Changes a table as another program does, whatever version it has. */
  public void update(TableInput table) {
    client.updateTable(request -> request.databaseName(database).tableInput(table));
  }

  /** Puts the partitions in the place of those that the table has. */
  public void setPartitions(String table, List<Partition> partitions) {
    List<List<String>> present =
        partitions(table).stream().map(partition -> List.copyOf(partition.values())).toList();
    for (List<List<String>> batch : batches(present, MAX_DELETED)) {
      client.batchDeletePartition(
          request ->
              request
                  .databaseName(database)
                  .tableName(table)
                  .partitionsToDelete(
                      batch.stream()
                          .map(values -> PartitionValueList.builder().values(values).build())
                          .toList()));
    }
    for (List<Partition> batch : batches(partitions, MAX_CREATED)) {
      client.batchCreatePartition(
          request ->
              request
                  .databaseName(database)
                  .tableName(table)
                  .partitionInputList(batch.stream().map(PlainGlue::input).toList()));
    }
  }

  private static PartitionInput input(Partition partition) {
    return PartitionInput.builder()
        .values(partition.values())
        .storageDescriptor(partition.storageDescriptor())
        .parameters(partition.parameters())
        .build();
  }

  /** What makes a table what it is now. */
  public static TableInput input(Table table) {
    return TableInput.builder()
        .name(table.name())
        .tableType(table.tableType())
        .storageDescriptor(table.storageDescriptor())
        .partitionKeys(table.partitionKeys())
        .parameters(table.parameters())
        .build();
  }

  private static <T> List<List<T>> batches(List<T> all, int max) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += max) {
      batches.add(all.subList(from, Math.min(all.size(), from + max)));
    }
    return batches;
  }

  @Override
  public void close() {
    client.close();
  }
}
