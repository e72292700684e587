/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks.dynamodb;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The load of a table of people as a good engineer writes it by hand: rows are read in one thread
 * and put in batches of 25 by others, what is left of a batch is put again after a pause, and what
 * was consumed is counted.
 */
@Command(name = "plain-sdk-load", mixinStandardHelpOptions = true)
public final class PlainSdkLoad implements Callable<Integer> {

  private static final int ITEMS_OF_A_BATCH = 25;
  private static final int FIRST_PAUSE_MILLIS = 25;
  private static final int MAX_DOUBLINGS = 8;

  @Option(names = "--input", required = true, description = "a folder of Parquet files")
  private Path input;

  @Option(names = "--endpoint", required = true)
  private URI endpoint;

  @Option(names = "--table", required = true, description = "is created")
  private String table;

  @Option(names = "--threads", required = true)
  private int threads;

  @Option(names = "--figures", required = true, description = "a file, for items and seconds")
  private Path figures;

  private final LongAdder items = new LongAdder();
  private final DoubleAdder units = new DoubleAdder();

  private PlainSdkLoad() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new PlainSdkLoad()).execute(arguments);
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    try (DynamoDbClient client = Connection.to(endpoint, threads)) {
      create(client);
      long start = System.nanoTime();
      try (Threads senders = new Threads(threads)) {
        new People(input).read(ITEMS_OF_A_BATCH, rows -> senders.run(() -> send(client, rows)));
        senders.await();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      new ObjectMapper()
          .writeValue(
              figures.toFile(),
              Map.of("items", items.sum(), "units", units.sum(), "seconds", seconds));
      return 0;
    }
  }

  private void create(DynamoDbClient client) {
    client.createTable(
        request ->
            request
                .tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                    KeySchemaElement.builder()
                        .attributeName(People.KEY)
                        .keyType(KeyType.HASH)
                        .build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName(People.KEY)
                        .attributeType(ScalarAttributeType.S)
                        .build()));
    client.waiter().waitUntilTableExists(request -> request.tableName(table));
  }

  private void send(DynamoDbClient client, List<Object[]> rows) throws InterruptedException {
    List<WriteRequest> left = rows.stream().map(PlainSdkLoad::put).toList();
    for (int repeats = 0; !left.isEmpty(); repeats++) {
      if (repeats > 0) {
        int longest = FIRST_PAUSE_MILLIS << Math.min(repeats, MAX_DOUBLINGS);
        Thread.sleep(1 + ThreadLocalRandom.current().nextInt(longest));
      }
      Map<String, List<WriteRequest>> batch = Map.of(table, left);
      BatchWriteItemResponse answer =
          client.batchWriteItem(
              request ->
                  request.requestItems(batch).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
      answer.consumedCapacity().forEach(consumed -> units.add(consumed.capacityUnits()));
      left = answer.unprocessedItems().getOrDefault(table, List.of());
    }
    items.add(rows.size());
  }

  private static WriteRequest put(Object[] row) {
    return WriteRequest.builder().putRequest(put -> put.item(People.item(row))).build();
  }
}
