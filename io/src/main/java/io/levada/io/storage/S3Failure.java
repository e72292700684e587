/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Tells apart what S3 refuses, and says what helps. */
final class S3Failure {

  private static final String CHECK_REGION = "check --awsRegion";
  private static final String RENEW = "these credentials have expired: get new ones";
  private static final String ALLOW = "allow these credentials to do it, or use others";
  private static final String OVERLOADED = "it is overloaded or down: try again later";

  private static final Map<String, String> REMEDIES =
      Map.ofEntries(
          Map.entry("NoSuchBucket", "create the bucket, or check its name"),
          Map.entry("InvalidBucketName", "check the bucket's name"),
          Map.entry("AccessDenied", ALLOW),
          Map.entry("AllAccessDisabled", ALLOW),
          Map.entry("InvalidAccessKeyId", "check AWS_ACCESS_KEY_ID, or AWS_PROFILE"),
          Map.entry("SignatureDoesNotMatch", "check AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"),
          Map.entry("ExpiredToken", RENEW),
          Map.entry("TokenRefreshRequired", RENEW),
          Map.entry("InvalidToken", "check AWS_SESSION_TOKEN, or AWS_PROFILE"),
          Map.entry("RequestTimeTooSkewed", "set this machine's clock"),
          Map.entry("PermanentRedirect", CHECK_REGION),
          Map.entry("AuthorizationHeaderMalformed", CHECK_REGION),
          Map.entry("IllegalLocationConstraintException", CHECK_REGION),
          Map.entry("KeyTooLongError", "a name with its folders may have up to 1024 bytes"),
          Map.entry("InvalidObjectState", "the file is archived: restore it first"),
          Map.entry("SlowDown", OVERLOADED),
          Map.entry("ServiceUnavailable", OVERLOADED),
          Map.entry("InternalError", OVERLOADED));

  private S3Failure() {}

  /** There is no such file; a bucket that is missing is another matter. */
  static boolean isMissing(SdkException e) {
    return AwsFailure.status(e) == 404 && !"NoSuchBucket".equals(AwsFailure.code(e));
  }

  /** A condition of the request does not hold. */
  static boolean isRefused(SdkException e) {
    return AwsFailure.status(e) == 412;
  }

  static boolean isBehindTheEnd(SdkException e) {
    return AwsFailure.status(e) == 416;
  }

  /**
   * @param doing what failed, as {@code "write"}
   */
  static IOException of(String doing, Object what, SdkException e) {
    return AwsFailure.of(doing, what, e, S3Failure::remedy);
  }

  /** For what S3 says of one file in its answer for many. */
  static IOException of(String doing, Object what, String code, @Nullable String message) {
    return StorageException.of(
        doing, what, AwsFailure.reason(code, message), REMEDIES.get(code), null);
  }

  private static @Nullable String remedy(AwsServiceException e) {
    String remedy = REMEDIES.get(AwsFailure.code(e));
    String region = header(e, "x-amz-bucket-region");
    return CHECK_REGION.equals(remedy) && region != null
        ? "the bucket is in " + region + ": " + CHECK_REGION
        : remedy;
  }

  private static @Nullable String header(AwsServiceException e, String name) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null || details.sdkHttpResponse() == null
        ? null
        : details.sdkHttpResponse().firstMatchingHeader(name).orElse(null);
  }
}
