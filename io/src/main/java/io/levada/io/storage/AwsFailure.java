/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.function.Function;
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

/**
 * Says in one line what a service of AWS has refused, or why it can't be reached, and what helps.
 */
public final class AwsFailure {

  /** What helps where a service has too much to do, or fails by itself. */
  public static final String OVERLOADED = "it is overloaded or down: try again later";

  private static final String CHECK_ENDPOINT = "check --endpoint, --awsRegion and the network";
  private static final String CHECK_KEY = "check AWS_ACCESS_KEY_ID, or AWS_PROFILE";

  /** What helps with errors that many services have; S3 has names of its own. */
  private static final Map<String, String> REMEDIES =
      Map.of(
          "UnrecognizedClientException",
          CHECK_KEY,
          "IncompleteSignatureException",
          CHECK_KEY,
          "InvalidSignatureException",
          "check AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, and this machine's clock",
          "ExpiredTokenException",
          "these credentials have expired: get new ones",
          "ThrottlingException",
          OVERLOADED);

  private AwsFailure() {}

  /**
   * @param doing what failed, as {@code "write"}
   * @param remedy what helps, if the service has answered by this error; or null for what helps
   *     with any service
   */
  public static IOException of(
      String doing,
      Object what,
      SdkException e,
      Function<AwsServiceException, @Nullable String> remedy) {
    if (e instanceof AbortedException) {
      Thread.currentThread().interrupt();
      IOException interrupted = new InterruptedIOException("Interrupted: " + doing + " " + what);
      interrupted.initCause(e);
      return interrupted;
    }
    if (!(e instanceof AwsServiceException answer)) {
      return ofSilence(doing, what, e);
    }
    @Nullable String own = remedy.apply(answer);
    return StorageException.of(
        doing, what, reason(answer), own == null ? remedy(code(answer)) : own, e);
  }

  /** What helps with an error of that name, whichever service it is of; or null. */
  public static @Nullable String remedy(String code) {
    return REMEDIES.get(code);
  }

  private static String reason(AwsServiceException e) {
    return reason(code(e), e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage());
  }

  /** The error's name with what is said of it, in one line. */
  public static String reason(String code, @Nullable String message) {
    return message == null || message.isEmpty() ? code : code + ": " + oneLine(message);
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

  /** Whether the answer ended too early, which the SDK tells of a failure to understand it. */
  public static boolean isCutOff(@Nullable Throwable failure) {
    return find(failure, ConnectionClosedException.class) != null;
  }

  /** Whether no server could be reached at all. */
  public static boolean isUnreachable(@Nullable Throwable failure) {
    return find(failure, UnknownHostException.class) != null
        || find(failure, ConnectException.class) != null
        || find(failure, ConnectTimeoutException.class) != null
        || find(failure, NoRouteToHostException.class) != null;
  }

  /** The error's name; an answer to a HEAD request has none, so it gets that of its status. */
  public static String code(SdkException e) {
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

  /** Of the answer, or -1 if there was none. */
  static int status(SdkException e) {
    return e instanceof AwsServiceException answer ? answer.statusCode() : -1;
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
