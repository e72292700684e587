/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.apache.http.ConnectionClosedException;
import org.apache.http.conn.ConnectTimeoutException;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says in one line what S3 has refused, or why it can't be reached, and what helps. */
final class S3Failure {

  private static final String CHECK_REGION = "check --awsRegion";
  private static final String CHECK_ENDPOINT = "check --endpoint, --awsRegion and the network";
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
    return status(e) == 404 && !"NoSuchBucket".equals(code(e));
  }

  /** A condition of the request does not hold. */
  static boolean isRefused(SdkException e) {
    return status(e) == 412;
  }

  static boolean isBehindTheEnd(SdkException e) {
    return status(e) == 416;
  }

  /** Whether the answer ended too early, which the SDK tells of a failure to understand it. */
  static boolean isCutOff(@Nullable Throwable failure) {
    return find(failure, ConnectionClosedException.class) != null;
  }

  /** Whether no server could be reached at all. */
  static boolean isUnreachable(@Nullable Throwable failure) {
    return find(failure, UnknownHostException.class) != null
        || find(failure, ConnectException.class) != null
        || find(failure, ConnectTimeoutException.class) != null
        || find(failure, NoRouteToHostException.class) != null;
  }

  /**
   * @param doing what failed, as {@code "write"}
   */
  static IOException of(String doing, Object what, SdkException e) {
    if (e instanceof AbortedException) {
      Thread.currentThread().interrupt();
      IOException interrupted = new InterruptedIOException("Interrupted: " + doing + " " + what);
      interrupted.initCause(e);
      return interrupted;
    }
    return e instanceof AwsServiceException answer
        ? ofAnswer(doing, what, answer)
        : ofSilence(doing, what, e);
  }

  /** For what S3 says of one file in its answer for many. */
  static IOException of(String doing, Object what, String code, @Nullable String message) {
    String reason = message == null || message.isEmpty() ? code : code + ": " + oneLine(message);
    return StorageException.of(doing, what, reason, REMEDIES.get(code), null);
  }

  private static IOException ofAnswer(String doing, Object what, AwsServiceException e) {
    String code = code(e);
    String message = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
    String reason = message == null || message.isEmpty() ? code : code + ": " + oneLine(message);
    return StorageException.of(doing, what, reason, remedy(e), e);
  }

  private static @Nullable String remedy(AwsServiceException e) {
    String remedy = REMEDIES.get(code(e));
    String region = header(e, "x-amz-bucket-region");
    return CHECK_REGION.equals(remedy) && region != null
        ? "the bucket is in " + region + ": " + CHECK_REGION
        : remedy;
  }

  private static IOException ofSilence(String doing, Object what, SdkException e) {
    // The SDK's own words are a list of ten places where it has looked: left out, cause and all.
    if (contains(e, "Unable to load credentials")) {
      return StorageException.of(
          doing,
          what,
          "No AWS credentials were found",
          "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine a"
              + " role");
    }
    if (contains(e, "Unable to load region")) {
      return StorageException.of(
          doing, what, "No AWS region is set", "give --awsRegion, or set AWS_REGION");
    }

    UnknownHostException unknown = find(e, UnknownHostException.class);
    if (unknown != null) {
      String host = String.valueOf(unknown.getMessage()).replaceFirst(":.*", "");
      return StorageException.of(doing, what, "No such host: " + host, CHECK_ENDPOINT, e);
    }
    if (isUnreachable(e) || find(e, SSLException.class) != null) {
      return StorageException.of(doing, what, root(e), CHECK_ENDPOINT, e);
    }
    if (e instanceof ApiCallTimeoutException
        || e instanceof ApiCallAttemptTimeoutException
        || find(e, SocketTimeoutException.class) != null) {
      return StorageException.of(doing, what, "Not done in time", CHECK_ENDPOINT, e);
    }
    return StorageException.of(doing, what, root(e), null, e);
  }

  private static int status(SdkException e) {
    return e instanceof AwsServiceException answer ? answer.statusCode() : -1;
  }

  /** The error's name; an answer to a HEAD request has none, so it gets that of its status. */
  static String code(SdkException e) {
    AwsErrorDetails details =
        e instanceof AwsServiceException answer ? answer.awsErrorDetails() : null;
    String code = details == null ? null : details.errorCode();
    if (code != null && !code.isEmpty() && !Character.isDigit(code.charAt(0))) {
      return code;
    }
    return switch (status(e)) {
      case 301 -> "PermanentRedirect";
      case 403 -> "AccessDenied";
      case 404 -> "NotFound";
      case 503 -> "ServiceUnavailable";
      default -> "HTTP status " + status(e);
    };
  }

  private static @Nullable String header(AwsServiceException e, String name) {
    AwsErrorDetails details = e.awsErrorDetails();
    return details == null || details.sdkHttpResponse() == null
        ? null
        : details.sdkHttpResponse().firstMatchingHeader(name).orElse(null);
  }

  private static <T extends Throwable> @Nullable T find(
      @Nullable Throwable failure, Class<T> wanted) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (wanted.isInstance(cause)) {
        return wanted.cast(cause);
      }
    }
    return null;
  }

  private static boolean contains(Throwable failure, String text) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null && cause.getMessage().contains(text)) {
        return true;
      }
    }
    return false;
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null && !(root instanceof ConnectException)) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : oneLine(root.getMessage());
  }

  private static String oneLine(String message) {
    return message.strip().replaceAll("\\s*\\R\\s*", " ");
  }
}
