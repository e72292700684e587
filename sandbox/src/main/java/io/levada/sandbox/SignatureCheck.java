/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Checks a request's signature as AWS does, and refuses it with the error that AWS would answer.
 */
final class SignatureCheck {

  static final String UNSIGNED = "UNSIGNED-PAYLOAD";

  private static final Duration MAX_SKEW = Duration.ofMinutes(15);
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Clock clock;

  SignatureCheck(Clock clock) {
    this.clock = clock;
  }

  /**
   * Checks a request.
   *
   * @param payloadHash what the request's signature says of its body
   * @return what the signatures of its chunks begin with
   * @throws RefusedException if it may not pass
   */
  ChunkSigner check(
      RequestHead head, @Nullable Signature signature, Service service, String payloadHash)
      throws RefusedException {
    boolean s3 = service == Service.S3;
    if (signature == null) {
      throw s3
          ? new RefusedException(403, "AccessDenied", "Access Denied")
          : new RefusedException(
              400, "MissingAuthenticationTokenException", "Request is missing a signature");
    }
    if (!signature.accessKey().equals(Credentials.ACCESS_KEY)) {
      throw s3
          ? refuseKey(signature)
          : new RefusedException(
              400,
              "UnrecognizedClientException",
              "The security token included in the request is invalid.");
    }

    checkRegion(signature, s3);
    checkTime(signature, s3);
    byte[] key = signingKey(signature);
    String text = stringToSign(signature, canonicalRequest(head, signature, service, payloadHash));
    if (!Digests.same(Digests.hex(Digests.hmac(key, text)), signature.hex())) {
      throw mismatch(s3);
    }

    return new ChunkSigner(key, signature);
  }

  private static RefusedException refuseKey(Signature signature) {
    return new RefusedException(
        AwsError.of(
                403,
                "InvalidAccessKeyId",
                "The AWS Access Key Id you provided does not exist in our records.")
            .with("AWSAccessKeyId", signature.accessKey()));
  }

  private static RefusedException mismatch(boolean s3) {
    String message =
        "The request signature we calculated does not match the signature you provided. Check your"
            + " key and signing method.";
    return s3
        ? new RefusedException(403, "SignatureDoesNotMatch", message)
        : new RefusedException(400, "InvalidSignatureException", message);
  }

  private static void checkRegion(Signature signature, boolean s3) throws RefusedException {
    if (signature.region().equals(Credentials.REGION)) {
      return;
    }

    throw s3
        ? new RefusedException(wrongRegion(signature.region(), Credentials.REGION))
        : new RefusedException(
            400, "InvalidSignatureException", "Credential should be scoped to a valid region.");
  }

  static AwsError wrongRegion(String region, String expected) {
    return AwsError.of(
            400,
            "AuthorizationHeaderMalformed",
            "The authorization header is malformed; the region '"
                + region
                + "' is wrong; expecting '"
                + expected
                + "'")
        .with("Region", expected);
  }

  private void checkTime(Signature signature, boolean s3) throws RefusedException {
    Instant signed = signedAt(signature, s3);
    Instant now = clock.instant();
    String expires = signature.expiresSeconds();
    if (expires != null) {
      if (!now.isBefore(signed.plusSeconds(parseSeconds(expires)))) {
        throw new RefusedException(403, "AccessDenied", "Request has expired");
      }
    } else if (Duration.between(signed, now).abs().compareTo(MAX_SKEW) > 0) {
      throw s3
          ? new RefusedException(
              403,
              "RequestTimeTooSkewed",
              "The difference between the request time and the current time is too large.")
          : new RefusedException(
              400, "InvalidSignatureException", "Signature not current: " + signature.timestamp());
    }
  }

  private static Instant signedAt(Signature signature, boolean s3) throws RefusedException {
    try {
      Instant signed = TIMESTAMP.parse(signature.timestamp(), Instant::from);
      if (signature.timestamp().startsWith(signature.day())) {
        return signed;
      }
    } catch (DateTimeException e) {
      // As wrong as a date of another day.
    }

    throw s3
        ? new RefusedException(403, "AccessDenied", "The request's date is not that of its scope")
        : mismatch(false);
  }

  private static long parseSeconds(String text) throws RefusedException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new RefusedException(
          400, "AuthorizationQueryParametersError", "X-Amz-Expires should be a number");
    }
  }

  private static byte[] signingKey(Signature signature) {
    byte[] secret = ("AWS4" + Credentials.SECRET_KEY).getBytes(StandardCharsets.UTF_8);
    byte[] day = Digests.hmac(secret, signature.day());
    byte[] region = Digests.hmac(day, signature.region());
    return Digests.hmac(Digests.hmac(region, signature.service()), "aws4_request");
  }

  private static String stringToSign(Signature signature, String canonicalRequest) {
    return String.join(
        "\n",
        Signature.ALGORITHM,
        signature.timestamp(),
        signature.scope(),
        Digests.sha256Hex(canonicalRequest));
  }

  private static String canonicalRequest(
      RequestHead head, Signature signature, Service service, String payloadHash) {
    StringBuilder text = new StringBuilder(512);
    String path = UriText.encodePath(UriText.decode(head.path()));
    text.append(head.method()).append('\n');
    // S3 alone has names in its paths, and so escapes them once.
    text.append(service == Service.S3 ? path : UriText.encodePath(path)).append('\n');
    text.append(canonicalQuery(head)).append('\n');
    for (String name : signature.signedHeaders()) {
      List<String> values = new ArrayList<>();
      head.headers().all(name).forEach(v -> values.add(v.strip().replaceAll(" +", " ")));
      text.append(name).append(':').append(String.join(",", values)).append('\n');
    }
    text.append('\n').append(String.join(";", signature.signedHeaders())).append('\n');
    return text.append(payloadHash).toString();
  }

  private static String canonicalQuery(RequestHead head) {
    List<String> pairs = new ArrayList<>();
    for (RequestHead.Parameter parameter : head.query()) {
      if (!parameter.name().equals(Signature.QUERY_SIGNATURE)) {
        // Sorted by name, then value: '=' would come behind '-' and digits.
        pairs.add(UriText.encode(parameter.name()) + "\0" + UriText.encode(parameter.value()));
      }
    }

    pairs.sort(null);
    return String.join("&", pairs).replace('\0', '=');
  }
}
