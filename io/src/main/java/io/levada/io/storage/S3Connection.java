/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.retry.RetryPolicyContext;
import software.amazon.awssdk.core.retry.backoff.BackoffStrategy;
import software.amazon.awssdk.core.retry.backoff.FullJitterBackoffStrategy;
import software.amazon.awssdk.core.retry.conditions.AndRetryCondition;
import software.amazon.awssdk.core.retry.conditions.OrRetryCondition;
import software.amazon.awssdk.core.retry.conditions.RetryCondition;
import software.amazon.awssdk.core.retry.conditions.RetryOnStatusCodeCondition;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * The S3 client of this process for some settings, with its pool of connections and its count of
 * requests. There is one for equal settings, made when it is first used, and it lives as long as
 * the process: storages come and go with every bundle.
 *
 * <p>Failed requests are repeated by the SDK, after pauses that grow, until the time limit of the
 * settings; where no server can be reached, only a few times, so that a mistyped endpoint is told
 * within half a minute.
 */
final class S3Connection {

  private static final int MAX_RETRIES = 9;
  private static final int MAX_RETRIES_UNREACHABLE = 4;
  private static final int MAX_CONNECTIONS = 256;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration FIRST_PAUSE_THROTTLED = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);
  private static final int SLOWEST_UPLOAD = 256 * 1024;
  private static final int SLOWEST_COPY = 16 * 1024 * 1024;

  /** Another request for the same key was at work, and S3 has done nothing. */
  private static final int CONFLICT = 409;

  /** What an endpoint that is not AWS is told when no region is set: it takes any. */
  private static final Region REGION_OF_ENDPOINTS = Region.US_EAST_1;

  private static final ConcurrentHashMap<AwsSettings, S3Connection> CONNECTIONS =
      new ConcurrentHashMap<>();

  private final AwsSettings settings;
  private final RequestCounter counter = new RequestCounter();
  private final Set<String> buckets = ConcurrentHashMap.newKeySet();
  private @Nullable S3Client client;

  private S3Connection(AwsSettings settings) {
    this.settings = settings;
  }

  static S3Connection of(AwsSettings settings) {
    return CONNECTIONS.computeIfAbsent(settings, S3Connection::new);
  }

  /**
   * @throws SdkClientException if no region is set
   */
  synchronized S3Client client() {
    if (client == null) {
      client = newClient();
    }
    return client;
  }

  /** All that this process has sent so far. */
  StorageRequests requests() {
    return counter.requests();
  }

  /** Whether the bucket was there when it was last used. */
  boolean hasSeen(String bucket) {
    return buckets.contains(bucket);
  }

  void see(String bucket) {
    buckets.add(bucket);
  }

  static void onlyIfAbsent(AwsRequestOverrideConfiguration.Builder request) {
    request.putHeader("If-None-Match", "*");
  }

  /** More time for a request that sends so many bytes. */
  void allowUpload(long bytes, AwsRequestOverrideConfiguration.Builder request) {
    request.apiCallTimeout(settings.timeLimit().plusSeconds(bytes / SLOWEST_UPLOAD));
  }

  /** More time for a request that has S3 copy so many bytes. */
  void allowCopy(long bytes, AwsRequestOverrideConfiguration.Builder request) {
    request.apiCallTimeout(settings.timeLimit().plusSeconds(bytes / SLOWEST_COPY));
  }

  private S3Client newClient() {
    S3ClientBuilder builder =
        S3Client.builder()
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
                        .retryPolicy(retries())
                        .addExecutionInterceptor(counter));
    URI endpoint = settings.endpoint();
    if (endpoint != null) {
      builder.endpointOverride(endpoint).forcePathStyle(true).region(regionOfEndpoint());
    }
    if (settings.region() != null) {
      builder.region(Region.of(settings.region()));
    }
    return builder.build();
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

  private static RetryPolicy retries() {
    RetryMode mode = RetryMode.resolver().defaultRetryMode(RetryMode.STANDARD).resolve();
    RetryCondition usual =
        OrRetryCondition.create(
            RetryPolicy.forRetryMode(mode).retryCondition(),
            RetryOnStatusCodeCondition.create(CONFLICT),
            failed -> S3Failure.isCutOff(failed.exception()));
    return RetryPolicy.builder(mode)
        .numRetries(MAX_RETRIES)
        .retryCondition(AndRetryCondition.create(S3Connection::mayReachIt, usual))
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
        || !S3Failure.isUnreachable(failed.exception());
  }

  /** Counts each request at the moment it is sent. */
  private static final class RequestCounter implements ExecutionInterceptor {

    private static final ExecutionAttribute<Boolean> SENT_BEFORE =
        new ExecutionAttribute<>("LevadaSentBefore");

    private final ConcurrentHashMap<String, LongAdder> byOperation = new ConcurrentHashMap<>();
    private final LongAdder retries = new LongAdder();

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
      byOperation.computeIfAbsent(operation, name -> new LongAdder()).increment();
      if (attributes.getAttribute(SENT_BEFORE) != null) {
        retries.increment();
      }
      attributes.putAttribute(SENT_BEFORE, true);
    }

    StorageRequests requests() {
      Map<String, Long> counts = new TreeMap<>();
      byOperation.forEach((operation, count) -> counts.put(operation, count.sum()));
      return new StorageRequests(counts, retries.sum());
    }
  }
}
