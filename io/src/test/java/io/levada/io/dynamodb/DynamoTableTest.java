/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.dynamodb.DynamoTable.TagState;
import io.levada.io.dynamodb.ItemLayout.Attribute;
import io.levada.io.dynamodb.ItemLayout.KeyRole;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.CreateTableResponse;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TagResourceRequest;
import software.amazon.awssdk.services.dynamodb.model.TagResourceResponse;

/** What becomes of a table in each of the states that DynamoDB has. */
class DynamoTableTest {

  private static final ItemLayout LAYOUT =
      new ItemLayout(List.of(new Attribute("id", "id", AttributeType.S, KeyRole.PARTITION)));
  private static final String GONE = "gone";
  private static final Duration WAIT = Duration.ofMinutes(1);

  private final Server server = new Server();
  private final DynamoTable table = new DynamoTable("people", () -> server, WAIT);

  /** A table that goes through states; the last one stays. */
  private static final class Server implements DynamoDbClient {

    private final Queue<String> states = new ArrayDeque<>();
    private String last = GONE;
    private int created;
    private int tagless;
    private final Map<String, String> tags = new HashMap<>();

    @Override
    public DescribeTableResponse describeTable(DescribeTableRequest request) {
      @Nullable String next = states.poll();
      last = next == null ? last : next;
      if (last.equals(GONE)) {
        throw ResourceNotFoundException.builder().build();
      }
      return DescribeTableResponse.builder().table(described(last)).build();
    }

    private static TableDescription described(String status) {
      return TableDescription.builder()
          .tableName("people")
          .tableArn("arn:people")
          .tableStatus(status)
          .creationDateTime(Instant.EPOCH)
          .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
          .build();
    }

    @Override
    public CreateTableResponse createTable(CreateTableRequest request) {
      created++;
      if (!last.equals(GONE)) {
        throw ResourceInUseException.builder().build();
      }
      last = TableStatus.ACTIVE.toString();
      return CreateTableResponse.builder().build();
    }

    @Override
    public ListTagsOfResourceResponse listTagsOfResource(ListTagsOfResourceRequest request) {
      beTagless();
      List<Tag> all = new ArrayList<>();
      tags.forEach((key, value) -> all.add(Tag.builder().key(key).value(value).build()));
      return ListTagsOfResourceResponse.builder().tags(all).build();
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
      beTagless();
      request.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
      return TagResourceResponse.builder().build();
    }

    private void beTagless() {
      if (tagless > 0) {
        tagless--;
        throw ResourceNotFoundException.builder()
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("ResourceNotFoundException")
                    .errorMessage("Requested resource not found")
                    .build())
            .build();
      }
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  @ParameterizedTest
  @CsvSource({"ACTIVE", "UPDATING"})
  void isWrittenAsItIs(String status) throws IOException {
    server.states.add(status);

    assertThat(table.createIfAbsent(LAYOUT).arn(), equalTo("arn:people"));
    assertThat(server.created, is(0));
  }

  @Test
  void isWaitedForWhileItIsCreated() throws IOException {
    server.states.addAll(List.of("CREATING", "CREATING", "ACTIVE"));

    assertThat(table.whenActive().orElseThrow().arn(), equalTo("arn:people"));
  }

  @Test
  void isCreatedWhenTheOldOneIsGone() throws IOException {
    server.states.addAll(List.of("DELETING", "DELETING", GONE));

    table.createIfAbsent(LAYOUT);

    assertThat(server.created, is(1));
  }

  @Test
  void isNoneWhileItIsDeleted() throws IOException {
    server.states.add("DELETING");

    assertThat(table.state(), equalTo(Optional.empty()));
  }

  @Test
  void isNotWaitedForWhenItVanishes() throws IOException {
    server.states.addAll(List.of("DELETING", GONE));

    assertThat(table.whenActive(), equalTo(Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource({
    "ARCHIVING, it is being archived",
    "ARCHIVED, it is archived",
    "INACCESSIBLE_ENCRYPTION_CREDENTIALS, DynamoDB can't use its encryption key"
  })
  void isRefusedWhereNoWaitingHelps(String status, String reason) {
    server.states.add(status);

    IOException atFirst = assertThrows(IOException.class, table::state);
    IOException atTheLoad = assertThrows(IOException.class, () -> table.createIfAbsent(LAYOUT));

    assertThat(
        atFirst.getMessage(), containsString("Cannot write to DynamoDB table people: " + reason));
    assertThat(atTheLoad.getMessage(), equalTo(atFirst.getMessage()));
  }

  @Test
  void saysWhileItIsCreated() throws IOException {
    server.states.addAll(List.of("CREATING", "ACTIVE"));

    assertThat(table.state().orElseThrow().isCreating(), is(true));
    assertThat(table.state().orElseThrow().isCreating(), is(false));
  }

  @Test
  void hasTagsThatShowLater() throws IOException {
    server.tags.put("key", "value");
    server.tagless = 2;

    assertThat(table.tag("arn:people", "key"), equalTo(new TagState.Present("value")));
  }

  @Test
  void isTaggedWhenItCanBe() throws IOException {
    server.tagless = 2;

    table.setTag("arn:people", "key", "value");

    assertThat(server.tags, equalTo(Map.of("key", "value")));
  }

  @Test
  void isNotAskedForTagsWithoutEnd() {
    server.tagless = Integer.MAX_VALUE;
    DynamoTable impatient = new DynamoTable("people", () -> server, Duration.ZERO);

    IOException failure = assertThrows(IOException.class, () -> impatient.tag("arn:people", "key"));

    assertThat(
        failure.getMessage(),
        startsWith("Cannot tag DynamoDB table people: ResourceNotFoundException"));
  }
}
