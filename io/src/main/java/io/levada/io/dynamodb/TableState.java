/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/**
 * A DynamoDB table as it is.
 *
 * @param arn its name in the whole of AWS: with region and account
 * @param created when it was; that of another table that had the name before is another one, but
 *     for servers that stand in for DynamoDB and don't tell
 * @param isCreating whether it is being created still, so that it has no tags to be read yet
 * @param keys the partition key, and the sort key if there is one
 * @param writeCapacity the units a second that it is provisioned with; empty on demand
 */
public record TableState(
    String arn, Instant created, boolean isCreating, List<Key> keys, OptionalLong writeCapacity) {

  /** A key attribute, with its type as DynamoDB names it. */
  public record Key(String name, String type) {

    @Override
    public String toString() {
      return name + " (" + type + ")";
    }
  }

  static TableState of(TableDescription table) {
    Map<String, String> types = new HashMap<>();
    for (AttributeDefinition attribute : table.attributeDefinitions()) {
      types.put(attribute.attributeName(), attribute.attributeTypeAsString());
    }
    List<Key> keys = new ArrayList<>();
    for (KeySchemaElement key : table.keySchema()) {
      int at = key.keyType() == KeyType.HASH ? 0 : keys.size();
      keys.add(at, new Key(key.attributeName(), types.get(key.attributeName())));
    }
    boolean onDemand =
        table.billingModeSummary() != null
            && table.billingModeSummary().billingMode() == BillingMode.PAY_PER_REQUEST;
    Long units =
        table.provisionedThroughput() == null
            ? null
            : table.provisionedThroughput().writeCapacityUnits();
    return new TableState(
        table.tableArn(),
        table.creationDateTime() == null ? Instant.EPOCH : table.creationDateTime(),
        table.tableStatus() == TableStatus.CREATING,
        List.copyOf(keys),
        onDemand || units == null || units == 0 ? OptionalLong.empty() : OptionalLong.of(units));
  }

  /** How the table's keys differ from those of a layout; empty if they don't. */
  public Optional<String> differenceTo(ItemLayout layout) {
    List<Key> wanted = keysOf(layout);
    return wanted.equals(keys)
        ? Optional.empty()
        : Optional.of("its key is " + keys + ", that of the items is " + wanted);
  }

  private static List<Key> keysOf(ItemLayout layout) {
    List<Key> keys = new ArrayList<>();
    keys.add(key(layout.partitionKey()));
    layout.sortKey().ifPresent(sort -> keys.add(key(sort)));
    return keys;
  }

  private static Key key(ItemLayout.Attribute attribute) {
    return new Key(attribute.name(), attribute.type().name());
  }
}
