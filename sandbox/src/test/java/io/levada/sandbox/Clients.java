/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.s3.S3Client;

/** AWS's own clients, without retries. */
final class Clients {

  private Clients() {}

  static S3Client s3(Sandbox sandbox) {
    return s3(sandbox.endpoint(), key(sandbox.accessKey(), sandbox.secretKey()), sandbox.region());
  }

  static S3Client s3(URI endpoint, AwsCredentialsProvider key, String region) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .credentialsProvider(key)
        .region(Region.of(region))
        .overrideConfiguration(withoutRetries())
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  static DynamoDbClient dynamoDb(Sandbox sandbox) {
    return dynamoDb(sandbox, key(sandbox.accessKey(), sandbox.secretKey()));
  }

  static DynamoDbClient dynamoDb(Sandbox sandbox, AwsCredentialsProvider key) {
    return DynamoDbClient.builder()
        .endpointOverride(sandbox.endpoint())
        .credentialsProvider(key)
        .region(Region.of(sandbox.region()))
        .overrideConfiguration(withoutRetries())
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  static GlueClient glue(Sandbox sandbox) {
    return GlueClient.builder()
        .endpointOverride(sandbox.endpoint())
        .credentialsProvider(key(sandbox.accessKey(), sandbox.secretKey()))
        .region(Region.of(sandbox.region()))
        .overrideConfiguration(withoutRetries())
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  static AwsCredentialsProvider key(String accessKey, String secretKey) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
  }

  private static ClientOverrideConfiguration withoutRetries() {
    return ClientOverrideConfiguration.builder().retryPolicy(RetryPolicy.none()).build();
  }
}
