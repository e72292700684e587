/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.AwsFailure;
import java.io.IOException;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says what Glue refuses, and what helps. */
final class GlueFailure {

  private static final String ACCESS_DENIED = "AccessDeniedException";
  private static final Map<String, String> REMEDIES =
      Map.of(
          "ResourceNumberLimitExceededException",
          "delete what is not used, or have AWS raise the account's limit",
          "GlueEncryptionException",
          "the catalog is encrypted: allow these credentials its key in KMS",
          "OperationTimeoutException",
          AwsFailure.OVERLOADED,
          "InternalServiceException",
          AwsFailure.OVERLOADED);

  private GlueFailure() {}

  /**
   * @param doing what failed, as {@code "alter"}
   * @param action the action that a policy has to allow for it, as {@code "UpdateTable"}
   */
  static IOException of(String doing, Object what, String action, SdkException e) {
    return AwsFailure.of(doing, what, e, answer -> remedy(action, answer));
  }

  private static @Nullable String remedy(String action, AwsServiceException e) {
    return remedy(action, AwsFailure.code(e));
  }

  private static @Nullable String remedy(String action, String code) {
    return code.equals(ACCESS_DENIED)
        ? "allow these credentials glue:" + action + " on the catalog, the database and the table"
        : REMEDIES.getOrDefault(code, AwsFailure.remedy(code));
  }

  /** For what Glue says of one partition in its answer for many. */
  static IOException of(
      String doing, Object what, String action, String code, @Nullable String message) {
    String remedy = remedy(action, code);
    return new IOException(
        "Cannot "
            + doing
            + " "
            + what
            + ": "
            + AwsFailure.reason(code, message)
            + (remedy == null ? "" : " (" + remedy + ")"));
  }
}
