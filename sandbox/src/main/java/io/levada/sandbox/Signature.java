/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a request says of its signature (AWS Signature Version 4), in its header or its query.
 *
 * @param timestamp when it was signed, as {@code 20261121T051500Z}
 * @param expiresSeconds how long it lasts if it is in the query; otherwise null
 */
record Signature(
    String accessKey,
    String day,
    String region,
    String service,
    List<String> signedHeaders,
    String hex,
    String timestamp,
    @Nullable String expiresSeconds) {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String QUERY_SIGNATURE = "X-Amz-Signature";

  private static final int SCOPE_PARTS = 5;

  /**
   * The signature of a request; null if it has none.
   *
   * @throws RefusedException if it has one that is not understood
   */
  static @Nullable Signature of(RequestHead head) throws RefusedException {
    String header = head.headers().find("Authorization");
    if (header != null) {
      return ofHeader(header, head);
    }

    String credential = head.parameter("X-Amz-Credential");
    return credential == null ? null : ofQuery(credential, head);
  }

  boolean isInQuery() {
    return expiresSeconds != null;
  }

  String scope() {
    return String.join("/", day, region, service, "aws4_request");
  }

  private static Signature ofHeader(String header, RequestHead head) throws RefusedException {
    if (!header.startsWith(ALGORITHM + " ")) {
      throw malformed("it does not begin with " + ALGORITHM);
    }

    String credential = "";
    String signedHeaders = "";
    String hex = "";
    for (String part : header.substring(ALGORITHM.length()).split(",", -1)) {
      String[] pair = part.strip().split("=", 2);
      String value = pair.length < 2 ? "" : pair[1];
      switch (pair[0]) {
        case "Credential" -> credential = value;
        case "SignedHeaders" -> signedHeaders = value;
        case "Signature" -> hex = value;
        default -> throw malformed("it has a part that is not known");
      }
    }

    return of(credential, signedHeaders, hex, head.headers().get("X-Amz-Date"), null);
  }

  private static Signature ofQuery(String credential, RequestHead head) throws RefusedException {
    return of(
        credential,
        parameter(head, "X-Amz-SignedHeaders"),
        parameter(head, QUERY_SIGNATURE),
        parameter(head, "X-Amz-Date"),
        parameter(head, "X-Amz-Expires"));
  }

  private static String parameter(RequestHead head, String name) {
    String value = head.parameter(name);
    return value == null ? "" : value;
  }

  private static Signature of(
      String credential,
      String signedHeaders,
      String hex,
      String timestamp,
      @Nullable String expiresSeconds)
      throws RefusedException {
    String[] parts = credential.split("/", -1);
    int last = parts.length;
    if (last < SCOPE_PARTS || signedHeaders.isEmpty() || hex.isEmpty() || timestamp.isEmpty()) {
      throw malformed("it lacks a credential, signed headers, a signature or a date");
    }

    return new Signature(
        String.join("/", Arrays.copyOf(parts, last - SCOPE_PARTS + 1)),
        parts[last - 4],
        parts[last - 3],
        parts[last - 2],
        List.of(signedHeaders.toLowerCase(Locale.ROOT).split(";", -1)),
        hex,
        timestamp,
        expiresSeconds);
  }

  private static RefusedException malformed(String why) {
    return new RefusedException(
        400, "AuthorizationHeaderMalformed", "The authorization header is malformed; " + why);
  }
}
