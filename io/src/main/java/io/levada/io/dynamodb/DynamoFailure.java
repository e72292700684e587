/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import io.levada.io.storage.AwsFailure;
import java.io.IOException;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what DynamoDB refuses, and what helps. */
final class DynamoFailure {

  private static final String CHECK_KEY = "check AWS_ACCESS_KEY_ID, or AWS_PROFILE";
  private static final String OVERLOADED = "it is overloaded or down: try again later";

  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          Map.entry("UnrecognizedClientException", CHECK_KEY),
          Map.entry("IncompleteSignatureException", CHECK_KEY),
          Map.entry(
              "InvalidSignatureException",
              "check AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, and this machine's clock"),
          Map.entry("ExpiredTokenException", "these credentials have expired: get new ones"),
          Map.entry("ResourceNotFoundException", "check --table and --awsRegion"),
          Map.entry("LimitExceededException", "too many tables change at once: try again later"),
          Map.entry("ProvisionedThroughputExceededException", OVERLOADED),
          Map.entry("ThrottlingException", OVERLOADED),
          Map.entry("InternalServerError", OVERLOADED));

  private DynamoFailure() {}

  /**
   * @param doing what failed, as {@code "write to"}
   * @param action the action that a policy has to allow for it, as {@code "BatchWriteItem"}
   */
  static IOException of(String doing, String table, String action, SdkException e) {
    return AwsFailure.of(
        doing, "DynamoDB table " + table, e, answer -> remedy(table, action, answer));
  }

  private static @Nullable String remedy(String table, String action, AwsServiceException e) {
    String code = AwsFailure.code(e);
    return code.equals("AccessDeniedException")
        ? "allow these credentials dynamodb:" + action + " on table/" + table
        : REMEDIES.get(code);
  }
}
