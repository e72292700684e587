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

  private static final Map<String, String> REMEDIES =
      Map.of(
          "ResourceNotFoundException",
          "check --table and --awsRegion",
          "LimitExceededException",
          "too many tables change at once: try again later",
          "ProvisionedThroughputExceededException",
          AwsFailure.OVERLOADED,
          "InternalServerError",
          AwsFailure.OVERLOADED);

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
