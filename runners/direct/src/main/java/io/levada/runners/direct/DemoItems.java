/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.pipelines.Sizes;
import io.levada.sandbox.Sandbox;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What has become of films in DynamoDB, read as any client reads it. */
final class DemoItems {

  private final Sandbox sandbox;

  DemoItems(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** How many items a table has, and what one of them is. */
  String told(String table, String key) {
    try (DynamoDbClient client = client()) {
      long items = client.scanPaginator(scan -> scan.tableName(table)).items().stream().count();
      Map<String, AttributeValue> item =
          client
              .getItem(get -> get.tableName(table).key(Map.of("pk", AttributeValue.fromS(key))))
              .item();
      return String.format(
          "%s: %s, %s is %s of %s, %s",
          table,
          Sizes.counted(items, "item"),
          key,
          item.get("titulo").s(),
          item.get("ano").n(),
          item.get("nota").n());
    }
  }

  private DynamoDbClient client() {
    return DynamoDbClient.builder()
        .endpointOverride(sandbox.endpoint())
        .region(Region.of(sandbox.region()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(sandbox.accessKey(), sandbox.secretKey())))
        .httpClientBuilder(ApacheHttpClient.builder())
        .build();
  }
}
