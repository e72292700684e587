/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Makes of a client's request the one that a backend gets: without what the front has dealt with.
 */
final class ForwardedHead {

  private static final Set<String> DROPPED =
      Set.of(
          "authorization",
          "connection",
          "content-length",
          "expect",
          "keep-alive",
          "proxy-connection",
          "te",
          "transfer-encoding",
          "upgrade",
          "x-amz-content-sha256",
          "x-amz-decoded-content-length",
          "x-amz-security-token",
          "x-amz-trailer",
          // S3 encrypts in any case, and S3Proxy refuses what it can't do.
          "x-amz-server-side-encryption-bucket-key-enabled");

  private ForwardedHead() {}

  static RequestHead of(RequestHead head, long bodyBytes) {
    Headers headers = new Headers();
    boolean trailer = head.headers().has("x-amz-trailer");
    for (Headers.Line line : head.headers().lines()) {
      String name = line.name().toLowerCase(Locale.ROOT);
      boolean dropped =
          DROPPED.contains(name)
              || name.equals("content-encoding")
              || (name.equals("x-amz-server-side-encryption") && line.value().equals("AES256"))
              || (name.equals("x-amz-sdk-checksum-algorithm") && trailer);
      if (!dropped) {
        headers.add(line.name(), line.value());
      }
    }

    addContentEncoding(head, headers);
    if (bodyBytes > 0 || head.method().equals("PUT") || head.method().equals("POST")) {
      headers.set("Content-Length", Long.toString(Math.max(0, bodyBytes)));
    }

    return new RequestHead(head.method(), target(head), "HTTP/1.1", headers);
  }

  private static void addContentEncoding(RequestHead head, Headers headers) {
    List<String> kept = new ArrayList<>();
    for (String value : head.headers().all("Content-Encoding")) {
      for (String each : value.split(",", -1)) {
        if (!each.strip().equalsIgnoreCase("aws-chunked") && !each.isBlank()) {
          kept.add(each.strip());
        }
      }
    }
    if (!kept.isEmpty()) {
      headers.add("Content-Encoding", String.join(",", kept));
    }
  }

  /** Without a signature in the query; otherwise as it was sent. */
  private static String target(RequestHead head) {
    if (!head.hasParameter(Signature.QUERY_SIGNATURE)) {
      return head.target();
    }

    List<String> kept = new ArrayList<>();
    for (String pair : head.target().substring(head.path().length() + 1).split("&", -1)) {
      if (!pair.toLowerCase(Locale.ROOT).startsWith("x-amz-")) {
        kept.add(pair);
      }
    }

    return kept.isEmpty() ? head.path() : head.path() + "?" + String.join("&", kept);
  }
}
