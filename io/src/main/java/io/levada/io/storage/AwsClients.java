/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.net.URI;
import java.time.Duration;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.RetryPolicyContext;
import software.amazon.awssdk.core.retry.backoff.BackoffStrategy;
import software.amazon.awssdk.core.retry.backoff.FullJitterBackoffStrategy;
import software.amazon.awssdk.core.retry.conditions.AndRetryCondition;
import software.amazon.awssdk.core.retry.conditions.OrRetryCondition;
import software.amazon.awssdk.core.retry.conditions.RetryCondition;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/**
 * Makes the clients of all services of AWS alike.
 *
 * <p>Failed requests are repeated by the SDK, after pauses that grow, until the time limit of the
 * settings; where no server can be reached, only a few times, so that a mistyped endpoint is told
 * within half a minute.
 */
public final class AwsClients {

  private static final int MAX_RETRIES = 9;
  private static final int MAX_RETRIES_UNREACHABLE = 4;
  private static final int MAX_CONNECTIONS = 256;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration FIRST_PAUSE_THROTTLED = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

  /** What an endpoint that is not AWS is told when no region is set: it takes any. */
  private static final Region REGION_OF_ENDPOINTS = Region.US_EAST_1;

  private AwsClients() {}

  /**
   * Sets up a client, but for what its service alone has.
   *
   * @param endpoint that of the service, or null for AWS's
   * @param repeated further failures that are repeated
   * @param interceptor sees each request
   */
  public static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B set(
      B builder,
      AwsSettings settings,
      @Nullable URI endpoint,
      RetryCondition repeated,
      ExecutionInterceptor interceptor) {
    builder
        .credentialsProvider(DefaultCredentialsProvider.builder().build())
        .httpClientBuilder(
            ApacheHttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(READ_TIMEOUT)
                .maxConnections(MAX_CONNECTIONS))
        .overrideConfiguration(
            override ->
                override
                    .apiCallTimeout(settings.timeLimit())
                    .retryPolicy(retries(repeated))
                    .addExecutionInterceptor(interceptor));
    if (endpoint != null) {
      builder.endpointOverride(endpoint).region(regionOfEndpoint());
    }
    if (settings.region() != null) {
      builder.region(Region.of(settings.region()));
    }
    return builder;
  }

  /** Does not ask the machine for its role, which takes seconds where there is none. */
  private static Region regionOfEndpoint() {
    try {
      return new AwsRegionProviderChain(
              new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
          .getRegion();
    } catch (SdkClientException e) {
      return REGION_OF_ENDPOINTS;
    }
  }

  private static RetryPolicy retries(RetryCondition further) {
    RetryMode mode = RetryMode.resolver().defaultRetryMode(RetryMode.STANDARD).resolve();
    RetryCondition usual =
        OrRetryCondition.create(
            RetryPolicy.forRetryMode(mode).retryCondition(),
            further,
            failed -> AwsFailure.isCutOff(failed.exception()));
    return RetryPolicy.builder(mode)
        .numRetries(MAX_RETRIES)
        .retryCondition(AndRetryCondition.create(AwsClients::mayReachIt, usual))
        .backoffStrategy(pauses(FIRST_PAUSE))
        .throttlingBackoffStrategy(pauses(FIRST_PAUSE_THROTTLED))
        .build();
  }

  /** Each up to twice as long as the one before, chosen at random, as others pause too. */
  private static BackoffStrategy pauses(Duration first) {
    return FullJitterBackoffStrategy.builder()
        .baseDelay(first)
        .maxBackoffTime(LONGEST_PAUSE)
        .build();
  }

  private static boolean mayReachIt(RetryPolicyContext failed) {
    return failed.retriesAttempted() < MAX_RETRIES_UNREACHABLE
        || !AwsFailure.isUnreachable(failed.exception());
  }
}
