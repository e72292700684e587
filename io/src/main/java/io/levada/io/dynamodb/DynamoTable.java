/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import io.levada.io.storage.AwsFailure;
import io.levada.io.storage.AwsSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ListTagsOfResourceResponse;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.Tag;

/**
 * A DynamoDB table: whether it is there, what its keys are, and what it is tagged with. What is
 * tagged shows a few seconds later.
 */
public final class DynamoTable {

  private static final long LONGEST_WAIT_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long POLL_MILLIS = 500;

  /**
   * How long a table that is there may seem to be none, or not ready, when its tags are asked for.
   */
  private static final Duration UNTIL_TAGS = Duration.ofSeconds(20);

  /** Said of tags by those who may not have them, and by servers that have none. */
  private static final Set<String> WITHOUT_TAGS =
      Set.of(
          "AccessDeniedException",
          "UnknownOperationException",
          "ValidationException",
          "InvalidAction");

  /** What a table never leaves by itself, or not soon, and what a person can do then. */
  private static final Map<TableStatus, String> NOT_TO_BE_WRITTEN =
      Map.of(
          TableStatus.ARCHIVING,
          "it is being archived, as its encryption key was out of reach for a week (restore the"
              + " backup that DynamoDB makes of it)",
          TableStatus.ARCHIVED,
          "it is archived, as its encryption key was out of reach for a week (delete it, and restore"
              + " the backup that DynamoDB has made of it)",
          TableStatus.INACCESSIBLE_ENCRYPTION_CREDENTIALS,
          "DynamoDB can't use its encryption key (enable the key, and let DynamoDB use it)");

  private final String name;
  private final Clients clients;
  private final Duration untilTags;

  /** Gives the client, when it is first needed. */
  interface Clients {
    DynamoDbClient get();
  }

  /** The table of that name; nothing is asked yet. */
  public DynamoTable(AwsSettings aws, String name) {
    this(name, () -> DynamoConnection.of(aws), UNTIL_TAGS);
  }

  DynamoTable(String name, Clients clients, Duration untilTags) {
    this.name = name;
    this.clients = clients;
    this.untilTags = untilTags;
  }

  /**
   * The table as it is, which may be created just now; empty if there is none, or it is about to be
   * gone.
   *
   * @throws IOException if DynamoDB can't be asked, or the table is in a state in which it can't be
   *     written
   */
  public Optional<TableState> state() throws IOException {
    Optional<TableDescription> table = describe();
    if (table.isPresent()) {
      checkStatus(table.get().tableStatus());
    }
    return table.filter(found -> found.tableStatus() != TableStatus.DELETING).map(TableState::of);
  }

  private void checkStatus(TableStatus status) throws IOException {
    String reason = NOT_TO_BE_WRITTEN.get(status);
    if (reason != null) {
      throw new IOException("Cannot write to DynamoDB table " + name + ": " + reason);
    }
  }

  private Optional<TableDescription> describe() throws IOException {
    try {
      return Optional.of(client().describeTable(request -> request.tableName(name)).table());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw DynamoFailure.of("look at", name, "DescribeTable", e);
    }
  }

  /**
   * Creates the table on demand, with the layout's keys, unless it is there; returns when it can be
   * written. One that is being deleted is waited for, and made anew.
   *
   * @throws IOException if it can't be created, can't be written, or is not active in ten minutes
   */
  public TableState createIfAbsent(ItemLayout layout) throws IOException {
    return whenActive(() -> create(layout)).orElseThrow();
  }

  /**
   * The table when it can be written, which one that is created just now soon can; empty if there
   * is none.
   *
   * @throws IOException if it can't be written, or is not active in ten minutes
   */
  public Optional<TableState> whenActive() throws IOException {
    return whenActive(null);
  }

  private void create(ItemLayout layout) throws IOException {
    List<KeySchemaElement> keys = new ArrayList<>();
    List<AttributeDefinition> types = new ArrayList<>();
    add(layout.partitionKey(), KeyType.HASH, keys, types);
    layout.sortKey().ifPresent(sort -> add(sort, KeyType.RANGE, keys, types));
    try {
      client()
          .createTable(
              request ->
                  request
                      .tableName(name)
                      .billingMode(BillingMode.PAY_PER_REQUEST)
                      .keySchema(keys)
                      .attributeDefinitions(types));
    } catch (ResourceInUseException e) {
      // Another was first, or the answer to a first try was lost.
    } catch (SdkException e) {
      throw DynamoFailure.of("create", name, "CreateTable", e);
    }
  }

  private static void add(
      ItemLayout.Attribute attribute,
      KeyType role,
      List<KeySchemaElement> keys,
      List<AttributeDefinition> types) {
    keys.add(KeySchemaElement.builder().attributeName(attribute.name()).keyType(role).build());
    types.add(
        AttributeDefinition.builder()
            .attributeName(attribute.name())
            .attributeType(attribute.type().name())
            .build());
  }

  /** Makes a table. */
  private interface Creation {
    void run() throws IOException;
  }

  /**
   * @param creation null if a missing table is not created
   */
  private Optional<TableState> whenActive(@Nullable Creation creation) throws IOException {
    long start = System.nanoTime();
    TableStatus status = null;
    boolean created = false;
    while (System.nanoTime() - start < LONGEST_WAIT_NANOS) {
      Optional<TableDescription> table = describe();
      if (table.isEmpty() && creation == null) {
        return Optional.empty();
      }
      if (table.isEmpty()) {
        if (created) {
          pause();
        }
        creation.run();
        created = true;
        continue;
      }
      status = table.get().tableStatus();
      checkStatus(status);
      if (canBeWritten(status)) {
        return Optional.of(TableState.of(table.get()));
      }
      pause();
    }
    throw new IOException(
        "Cannot write to DynamoDB table "
            + name
            + ": it is "
            + (status == null ? "not there" : status)
            + " still, after 10 minutes (try again later)");
  }

  private static boolean canBeWritten(TableStatus status) {
    return status == TableStatus.ACTIVE || status == TableStatus.UPDATING;
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted: wait for DynamoDB table " + name);
    }
  }

  /** What a tag says, if tags can be had here. */
  public sealed interface TagState {

    /** The table has it. */
    record Present(String value) implements TagState {}

    /** The table has no such tag. */
    record Absent() implements TagState {}

    /** These credentials, or this server, have no tags. */
    record Unknown(String reason) implements TagState {}
  }

  /**
   * What the table is tagged with. One whose tags can't be had yet, since it was created or changed
   * just now, is asked again for some seconds.
   *
   * @param arn the table's, which is there and not being created
   * @throws IOException if DynamoDB can't be asked
   */
  public TagState tag(String arn, String key) throws IOException {
    DynamoDbClient client = client();
    return tagging(
        "ListTagsOfResource",
        () -> {
          String next = null;
          do {
            String token = next;
            ListTagsOfResourceResponse page =
                client.listTagsOfResource(request -> request.resourceArn(arn).nextToken(token));
            for (Tag tag : page.tags()) {
              if (tag.key().equals(key)) {
                return new TagState.Present(tag.value());
              }
            }
            next = page.nextToken();
          } while (next != null);
          return new TagState.Absent();
        });
  }

  /**
   * Tags the table; asks again as {@link #tag}.
   *
   * @return what is known of the tag then
   * @throws IOException if DynamoDB can't be asked
   */
  public TagState setTag(String arn, String key, String value) throws IOException {
    DynamoDbClient client = client();
    return tagging(
        "TagResource",
        () -> {
          client.tagResource(
              request ->
                  request.resourceArn(arn).tags(Tag.builder().key(key).value(value).build()));
          return new TagState.Present(value);
        });
  }

  private TagState tagging(String action, Supplier<TagState> request) throws IOException {
    long start = System.nanoTime();
    while (true) {
      try {
        return request.get();
      } catch (ResourceNotFoundException | ResourceInUseException e) {
        if (System.nanoTime() - start >= untilTags.toNanos()) {
          throw DynamoFailure.of("tag", name, action, e);
        }
        pause();
      } catch (AwsServiceException e) {
        if (WITHOUT_TAGS.contains(AwsFailure.code(e))) {
          return new TagState.Unknown(AwsFailure.code(e) + " to " + action);
        }
        throw DynamoFailure.of("tag", name, action, e);
      } catch (SdkException e) {
        throw DynamoFailure.of("tag", name, action, e);
      }
    }
  }

  private DynamoDbClient client() throws IOException {
    try {
      return clients.get();
    } catch (SdkException e) {
      throw DynamoFailure.of("reach", name, "DescribeTable", e);
    }
  }
}
