/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks.dynamodb;

import java.net.URI;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The client, as the SDK makes it, with a connection for each thread. */
final class Connection {

  private Connection() {}

  static DynamoDbClient to(URI endpoint, int threads) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .httpClientBuilder(ApacheHttpClient.builder().maxConnections(threads))
        .build();
  }
}
