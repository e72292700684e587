/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.retry.conditions.RetryOnStatusCodeCondition;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The S3 client of this process for some settings, with its pool of connections and its count of
 * requests. There is one for equal settings, made when it is first used, and it lives as long as
 * the process: storages come and go with every bundle.
 */
final class S3Connection {

  private static final int SLOWEST_UPLOAD = 256 * 1024;
  private static final int SLOWEST_COPY = 16 * 1024 * 1024;

  /** Another request for the same key was at work, and S3 has done nothing. */
  private static final int CONFLICT = 409;

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
    URI endpoint = settings.endpoint();
    return AwsClients.set(
            S3Client.builder(),
            settings,
            endpoint,
            RetryOnStatusCodeCondition.create(CONFLICT),
            counter)
        .forcePathStyle(endpoint != null)
        .build();
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
