/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks.dynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.levada.benchmarks.PeopleGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;

/** What is found wrong with loaded items, and that the plain load loads all. */
class LoadedItemsTest {

  private static final int ROWS = 130;
  private static final String TABLE = "people";

  @TempDir private Path folder;
  private final Map<String, Map<String, AttributeValue>> items = new HashMap<>();
  private String first;

  @BeforeEach
  void generate() throws Exception {
    PeopleGenerator.generate(ROWS, 1, folder);
    new People(PeopleGenerator.people(folder))
        .read(
            ROWS,
            rows -> {
              first = (String) rows.get(0)[0];
              rows.forEach(row -> items.put((String) row[0], People.item(row)));
            });
  }

  @Test
  void areEqualWithNumbersInAnotherForm() throws Exception {
    items.replaceAll((key, item) -> with(item, "pontos", withZeros(item)));

    assertThat(compared(), equalTo(found(ROWS, 0, 0, 0)));
  }

  @Test
  void areMissing() throws Exception {
    items.remove(first);

    assertThat(compared(), equalTo(found(ROWS - 1, 0, 1, 0)));
  }

  @Test
  void areDifferent() throws Exception {
    items.compute(first, (key, item) -> with(item, "nome", AttributeValue.fromS("other")));

    assertThat(compared(), equalTo(found(ROWS - 1, 1, 0, 0)));
  }

  @Test
  void areTooMany() throws Exception {
    items.put("other", Map.of("id", AttributeValue.fromS("other")));

    assertThat(compared(), equalTo(found(ROWS, 0, 0, 1)));
  }

  @Test
  void areCountedBehindThePlainLoad() throws IOException {
    System.setProperty("aws.accessKeyId", "any");
    System.setProperty("aws.secretAccessKey", "any");
    HttpServer server = InstantServer.start();
    Path figures = folder.resolve("figures.json");
    String[] words = {
      "--input=" + PeopleGenerator.people(folder),
      "--endpoint=http://127.0.0.1:" + server.getAddress().getPort(),
      "--table=" + TABLE,
      "--threads=3",
      "--figures=" + figures
    };
    try {
      assertThat(PlainSdkLoad.run(words), is(0));
      assertThat(read(figures).get("items").asInt(), is(ROWS));
      List<String> more = new ArrayList<>(List.of(words));
      more.add("--countAndDelete");
      assertThat(LoadedItems.run(more.toArray(String[]::new)), is(0));
      assertThat(read(figures).toString(), is("{\"items\":130,\"rows\":130}"));
    } finally {
      server.stop(0);
    }
  }

  private static JsonNode read(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static AttributeValue withZeros(Map<String, AttributeValue> item) {
    return AttributeValue.fromN(item.get("pontos").n() + ".00");
  }

  private static Map<String, AttributeValue> with(
      Map<String, AttributeValue> item, String name, AttributeValue value) {
    Map<String, AttributeValue> changed = new HashMap<>(item);
    changed.put(name, value);
    return changed;
  }

  private static Map<String, Long> found(long equal, long different, long missing, long extra) {
    return Map.of(
        "rows", (long) ROWS,
        "equal", equal,
        "different", different,
        "missing", missing,
        "extra", extra);
  }

  private Map<String, Long> compared() throws SQLException, InterruptedException {
    return new LoadedItems(PeopleGenerator.people(folder), TABLE).compared(new Server());
  }

  /** Has the items, and gives back what it is asked for. */
  private final class Server implements DynamoDbClient {

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
      List<Map<String, AttributeValue>> found =
          request.requestItems().get(TABLE).keys().stream()
              .map(key -> items.get(key.get("id").s()))
              .filter(item -> item != null)
              .toList();
      return BatchGetItemResponse.builder().responses(Map.of(TABLE, found)).build();
    }

    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
      return DescribeTableResponse.builder()
          .table(table -> table.itemCount((long) items.size()))
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
