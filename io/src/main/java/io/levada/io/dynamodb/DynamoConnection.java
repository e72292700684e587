/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import io.levada.io.storage.AwsClients;
import io.levada.io.storage.AwsSettings;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The DynamoDB clients of this process for some settings: one that repeats what failed, as those of
 * other services, and one that does not, for a writer that counts and bounds its repeats itself.
 * Made when they are first used, they live as long as the process.
 */
final class DynamoConnection {

  /** Of one try: a batch takes milliseconds, and an answer that is lost is asked for again. */
  private static final Duration TRY_LIMIT = Duration.ofSeconds(20);

  private static final ConcurrentHashMap<AwsSettings, DynamoDbClient> CLIENTS =
      new ConcurrentHashMap<>();
  private static final ConcurrentHashMap<AwsSettings, DynamoDbClient> WRITERS =
      new ConcurrentHashMap<>();

  private DynamoConnection() {}

  /**
   * @throws SdkClientException if no region is set
   */
  static DynamoDbClient of(AwsSettings settings) {
    return CLIENTS.computeIfAbsent(
        settings,
        any ->
            AwsClients.set(
                    DynamoDbClient.builder(),
                    settings,
                    settings.dynamoDbEndpoint(),
                    failed -> false,
                    new ExecutionInterceptor() {})
                .build());
  }

  /** One that sends each request once. */
  static DynamoDbClient withoutRepeats(AwsSettings settings) {
    return WRITERS.computeIfAbsent(
        settings,
        any ->
            AwsClients.set(
                    DynamoDbClient.builder(),
                    settings,
                    settings.dynamoDbEndpoint(),
                    failed -> false,
                    new ExecutionInterceptor() {})
                .overrideConfiguration(
                    override -> override.apiCallTimeout(TRY_LIMIT).retryPolicy(RetryPolicy.none()))
                .build());
  }
}
