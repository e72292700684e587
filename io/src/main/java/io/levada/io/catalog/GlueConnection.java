/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.AwsClients;
import io.levada.io.storage.AwsFailure;
import io.levada.io.storage.AwsSettings;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.retry.RetryPolicyContext;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;

/**
 * The Glue client of this process for some settings. There is one for equal settings, made when it
 * is first used, and it lives as long as the process.
 */
final class GlueConnection {

  /**
   * What Glue says when a repeat of the same request may pass, with a status that tells nothing.
   */
  private static final Set<String> PASSING =
      Set.of(
          "OperationTimeoutException",
          "ConcurrentModificationException",
          "ResourceNotReadyException",
          "FederationSourceRetryableException");

  private static final ConcurrentHashMap<AwsSettings, GlueClient> CLIENTS =
      new ConcurrentHashMap<>();

  private GlueConnection() {}

  /**
   * @throws software.amazon.awssdk.core.exception.SdkClientException if no region is set
   */
  static GlueClient of(AwsSettings settings) {
    return CLIENTS.computeIfAbsent(settings, GlueConnection::newClient);
  }

  private static GlueClient newClient(AwsSettings settings) {
    return AwsClients.set(
            GlueClient.builder(),
            settings,
            settings.glueEndpoint(),
            GlueConnection::mayPass,
            new ExecutionInterceptor() {})
        .build();
  }

  /** An update of a table names the version it is for, so the same never passes again. */
  private static boolean mayPass(RetryPolicyContext failed) {
    SdkException e = failed.exception();
    return e != null
        && !(failed.originalRequest() instanceof UpdateTableRequest)
        && PASSING.contains(AwsFailure.code(e));
  }
}
