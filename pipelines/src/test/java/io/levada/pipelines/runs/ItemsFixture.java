/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.levada.io.dynamodb.AttributeType;
import io.levada.io.dynamodb.ItemLayout;
import io.levada.io.dynamodb.ItemLayout.Attribute;
import io.levada.io.dynamodb.ItemLayout.KeyRole;
import io.levada.io.storage.Location;
import io.levada.pipelines.Console;
import io.levada.pipelines.RunSummary;
import io.levada.sandbox.Sandbox;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Tables of items in a folder, and the DynamoDB table that they are loaded into. */
final class ItemsFixture implements AutoCloseable {

  static final ItemLayout LAYOUT =
      new ItemLayout(
          List.of(
              new Attribute("id", "Id", AttributeType.S, KeyRole.PARTITION),
              new Attribute("name", "fullName", AttributeType.S, KeyRole.NONE),
              new Attribute("points", "points", AttributeType.N, KeyRole.NONE)));

  /** The options of a load, and of its input's bookmark. */
  public interface Options extends DynamoOptions, IntakeOptions {}

  private final Path folder;
  private final URI endpoint;
  private final String table;
  private final DynamoDbClient client;
  private int inputs;

  ItemsFixture(Path folder, Sandbox sandbox, String table) {
    this.folder = folder;
    this.endpoint = sandbox.endpoint();
    this.table = table;
    this.client =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.of(sandbox.region()))
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
  }

  DynamoDbClient client() {
    return client;
  }

  String table() {
    return table;
  }

  /** A row with a name that tells its number, and as many points. */
  static String row(int number) {
    return "{\"id\":\"id-"
        + number
        + "\",\"name\":\"Ana "
        + number
        + "\",\"points\":"
        + number
        + "}";
  }

  /** The item of {@link #row}. */
  static Map<String, AttributeValue> item(int number) {
    return Map.of(
        "Id", AttributeValue.fromS("id-" + number),
        "fullName", AttributeValue.fromS("Ana " + number),
        "points", AttributeValue.fromN(String.valueOf(number)));
  }

  static List<Map<String, AttributeValue>> items(int count) {
    List<Map<String, AttributeValue>> items = new ArrayList<>(count);
    for (int number = 0; number < count; number++) {
      items.add(item(number));
    }
    return items;
  }

  ItemLoad load(String... flags) {
    return load(Console.silent(), flags);
  }

  ItemLoad load(Console console, String... flags) {
    return ItemLoad.of("load", options(flags), Location.of(folder.toString()), console);
  }

  DynamoOptions options(String... flags) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--endpoint=" + endpoint,
                "--awsRegion=us-east-1",
                "--table=" + table,
                "--keyFields=id"));
    all.addAll(List.of(flags));
    return PipelineOptionsFactory.fromArgs(all.toArray(String[]::new)).as(Options.class);
  }

  /** Writes rows to a table of items, in a run of its own. */
  RunSummary write(Location items, int count, IntFunction<String> row) throws IOException {
    return write(load(), LAYOUT, items, count, row);
  }

  /** Writes rows that one load is to take, as items of a layout. */
  RunSummary write(
      ItemLoad load, ItemLayout layout, Location items, int count, IntFunction<String> row)
      throws IOException {
    Path in = Files.createDirectories(folder.resolve("in-" + inputs++));
    try (BufferedWriter lines = Files.newBufferedWriter(in.resolve("rows.json"), UTF_8)) {
      for (int number = 0; number < count; number++) {
        lines.write(row.apply(number));
        lines.newLine();
      }
    }
    LakeOptions options =
        PipelineOptionsFactory.fromArgs("--output=" + items.uri(), "--targetFileSize=1MB")
            .as(LakeOptions.class);
    RecordOptions records =
        PipelineOptionsFactory.fromArgs("--input=" + in, "--schema=infer").as(RecordOptions.class);
    return new LakeJob(
            "items",
            options,
            LakeTarget.of(options, WriteMode.APPEND),
            new RecordSource(records),
            Intake.all(),
            new ItemRows(layout, load.kept("by a test")),
            Console.silent())
        .run();
  }

  /** Creates the DynamoDB table with so many units of write capacity. */
  void createProvisioned(long units) {
    client.createTable(
        request ->
            request
                .tableName(table)
                .keySchema(
                    KeySchemaElement.builder().attributeName("Id").keyType(KeyType.HASH).build())
                .attributeDefinitions(
                    AttributeDefinition.builder()
                        .attributeName("Id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .provisionedThroughput(
                    throughput -> throughput.readCapacityUnits(1L).writeCapacityUnits(units)));
  }

  /** All items of the DynamoDB table, by their keys. */
  Map<String, Map<String, AttributeValue>> scanned() {
    Map<String, Map<String, AttributeValue>> items = new HashMap<>();
    client
        .scanPaginator(scan -> scan.tableName(table).consistentRead(true))
        .items()
        .forEach(item -> items.put(item.get("Id").s(), item));
    return items;
  }

  static Map<String, Map<String, AttributeValue>> byKey(List<Map<String, AttributeValue>> items) {
    Map<String, Map<String, AttributeValue>> byKey = new HashMap<>();
    items.forEach(item -> byKey.put(item.get("Id").s(), item));
    return byKey;
  }

  @Override
  public void close() {
    client.close();
  }

  /** Rows as they are, as items of the layout. */
  private record ItemRows(ItemLayout items, Map<String, byte[]> also) implements Shape {

    @Override
    public PCollection<Row> apply(PCollection<Row> rows) {
      return rows;
    }

    @Override
    public Map<String, byte[]> kept() {
      Map<String, byte[]> kept = new HashMap<>(also);
      kept.put(ItemLayout.FILE, items.toJson());
      return kept;
    }
  }
}
