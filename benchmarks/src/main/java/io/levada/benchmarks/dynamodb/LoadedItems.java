/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks.dynamodb;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * Reads the item of each person back, by its key, and compares it with what the row of the Parquet
 * table is to be; and counts the items that the DynamoDB table has besides. Memory does not grow
 * with their number.
 */
@Command(name = "loaded-items", mixinStandardHelpOptions = true)
public final class LoadedItems implements Callable<Integer> {

  /** All that one request may ask for. */
  private static final int KEYS_TOGETHER = 100;

  @Option(names = "--input", required = true, description = "a folder of Parquet files")
  private Path input;

  @Option(names = "--endpoint", required = true)
  private URI endpoint;

  @Option(names = "--table", required = true)
  private String table;

  @Option(names = "--threads", required = true)
  private int threads;

  @Option(names = "--figures", required = true, description = "a file, for what was found")
  private Path figures;

  @Option(names = "--countAndDelete", description = "compare no item: count them, delete the table")
  private boolean countAndDelete;

  private final LongAdder rows = new LongAdder();
  private final LongAdder equal = new LongAdder();
  private final LongAdder different = new LongAdder();
  private final LongAdder missing = new LongAdder();

  private LoadedItems() {}

  /** Without a command line, for {@link #compared}. */
  LoadedItems(Path input, String table) {
    this.input = input;
    this.table = table;
    this.threads = 1;
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new LoadedItems()).execute(arguments);
  }

  @Override
  public Integer call() throws IOException, SQLException, InterruptedException {
    try (DynamoDbClient client = Connection.to(endpoint, threads)) {
      Map<String, Long> found = countAndDelete ? counted(client) : compared(client);
      new ObjectMapper().writeValue(figures.toFile(), found);
      return 0;
    }
  }

  private Map<String, Long> counted(DynamoDbClient client) throws SQLException {
    long items = count(client);
    client.deleteTable(request -> request.tableName(table));
    return new TreeMap<>(Map.of("rows", new People(input).count(), "items", items));
  }

  /** How many rows there are, and what their items are. */
  Map<String, Long> compared(DynamoDbClient client) throws SQLException, InterruptedException {
    try (Threads readers = new Threads(threads)) {
      new People(input).read(KEYS_TOGETHER, some -> readers.run(() -> compare(client, some)));
      readers.await();
    }
    Map<String, Long> found = new TreeMap<>();
    found.put("rows", rows.sum());
    found.put("equal", equal.sum());
    found.put("different", different.sum());
    found.put("missing", missing.sum());
    found.put("extra", count(client) - equal.sum() - different.sum());
    return found;
  }

  private void compare(DynamoDbClient client, List<Object[]> some) {
    Map<String, Map<String, AttributeValue>> items = items(client, some);
    for (Object[] row : some) {
      Map<String, AttributeValue> expected = People.item(row);
      Map<String, AttributeValue> found = items.get(expected.get(People.KEY).s());
      rows.increment();
      if (found == null) {
        missing.increment();
      } else if (comparable(found).equals(comparable(expected))) {
        equal.increment();
      } else {
        different.increment();
      }
    }
  }

  private Map<String, Map<String, AttributeValue>> items(
      DynamoDbClient client, List<Object[]> some) {
    Map<String, Map<String, AttributeValue>> items = new HashMap<>();
    List<Map<String, AttributeValue>> keys =
        some.stream()
            .map(row -> Map.of(People.KEY, AttributeValue.fromS((String) row[0])))
            .toList();
    while (!keys.isEmpty()) {
      KeysAndAttributes asked = KeysAndAttributes.builder().keys(keys).consistentRead(true).build();
      BatchGetItemResponse answer =
          client.batchGetItem(request -> request.requestItems(Map.of(table, asked)));
      for (Map<String, AttributeValue> item : answer.responses().getOrDefault(table, List.of())) {
        items.put(item.get(People.KEY).s(), item);
      }
      KeysAndAttributes left = answer.unprocessedKeys().get(table);
      keys = left == null ? List.of() : left.keys();
    }
    return items;
  }

  /** With numbers by their value: DynamoDB keeps no zeros behind the last digit. */
  private static Map<String, Object> comparable(Map<String, AttributeValue> item) {
    Map<String, Object> values = new HashMap<>();
    item.forEach(
        (name, value) ->
            values.put(
                name, value.n() == null ? value : new BigDecimal(value.n()).stripTrailingZeros()));
    return values;
  }

  /** DynamoDB Local knows it at once, and takes minutes to scan many items page by page. */
  private long count(DynamoDbClient client) {
    return client.describeTable(request -> request.tableName(table)).table().itemCount();
  }
}
