/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import io.levada.io.storage.AwsFailure;
import io.levada.io.storage.AwsSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

  /** Said of tags by those who may not have them, and by servers that have none. */
  private static final Set<String> WITHOUT_TAGS =
      Set.of(
          "AccessDeniedException",
          "UnknownOperationException",
          "ValidationException",
          "InvalidAction");

  private final AwsSettings aws;
  private final String name;

  /** The table of that name; nothing is asked yet. */
  public DynamoTable(AwsSettings aws, String name) {
    this.aws = aws;
    this.name = name;
  }

  /**
   * The table as it is; empty if there is none.
   *
   * @throws IOException if DynamoDB can't be asked
   */
  public Optional<TableState> state() throws IOException {
    return describe().map(TableState::of);
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
   * written.
   *
   * @throws IOException if it can't be created, or is not active in ten minutes
   */
  public TableState createIfAbsent(ItemLayout layout) throws IOException {
    if (describe().isEmpty()) {
      create(layout);
    }
    return whenActive();
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

  /** Waits for a table that is being created. */
  private TableState whenActive() throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < LONGEST_WAIT_NANOS) {
      Optional<TableDescription> table = describe();
      if (table.isPresent() && canBeWritten(table.get().tableStatus())) {
        return TableState.of(table.get());
      }
      pause();
    }
    throw new IOException(
        "Cannot write to DynamoDB table "
            + name
            + ": it is not active yet, 10 minutes after it was created (try again later)");
  }

  private static boolean canBeWritten(TableStatus status) {
    return status == TableStatus.ACTIVE || status == TableStatus.UPDATING;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted: create a table");
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
   * What the table is tagged with.
   *
   * @param arn the table's
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
   * Tags the table.
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
    try {
      return request.get();
    } catch (AwsServiceException e) {
      if (WITHOUT_TAGS.contains(AwsFailure.code(e))) {
        return new TagState.Unknown(AwsFailure.code(e) + " to " + action);
      }
      throw DynamoFailure.of("tag", name, action, e);
    } catch (SdkException e) {
      throw DynamoFailure.of("tag", name, action, e);
    }
  }

  private DynamoDbClient client() throws IOException {
    try {
      return DynamoConnection.of(aws);
    } catch (SdkException e) {
      throw DynamoFailure.of("reach", name, "DescribeTable", e);
    }
  }
}
