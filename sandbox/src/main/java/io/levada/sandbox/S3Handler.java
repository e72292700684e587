/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Hands requests to S3Proxy, and makes them as strict as AWS where it is not: {@link S3Locks} has
 * one of several win, {@link S3Conditions} decides on conditions and uploads. Bodies are taken
 * whole before any lock, so that a slow client holds up nobody.
 */
final class S3Handler implements ServiceHandler {

  /** What changes an object, or is about an upload to it. */
  private static final Set<String> WRITES =
      Set.of(
          "PutObject",
          "CopyObject",
          "CreateMultipartUpload",
          "UploadPart",
          "UploadPartCopy",
          "ListParts",
          "CompleteMultipartUpload",
          "AbortMultipartUpload",
          "DeleteObject",
          "DeleteObjects");

  /** What would see the file that S3Proxy writes an object to, or remove the folder it is in. */
  private static final Set<String> ALONE =
      Set.of("ListObjects", "ListObjectsV2", "ListObjectVersions", "DeleteObject", "DeleteObjects");

  private final Upstream upstream;
  private final S3Conditions conditions;
  private final S3Locks locks;

  /**
   * Serves one client.
   *
   * @param locks one for all clients
   */
  S3Handler(Upstream upstream, S3Conditions conditions, S3Locks locks) {
    this.upstream = upstream;
    this.conditions = conditions;
    this.locks = locks;
  }

  @Override
  public Answer handle(Call call, RequestHead head, InputStream body, long bodyBytes)
      throws IOException {
    S3Keys.check(call.key());
    if (bodyBytes < 0) {
      throw new RefusedException(
          411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
    }
    if (bodyBytes > 0 && call.key().endsWith("/") && call.operation().equals("PutObject")) {
      throw S3Keys.notHeld("an object with content whose key ends with a slash");
    }

    try (SpooledBody spooled = SpooledBody.of(body, bodyBytes)) {
      boolean writes = WRITES.contains(call.operation());
      if (!writes && !ALONE.contains(call.operation())) {
        return send(head, spooled);
      }

      List<String> names = writes ? names(call, head, spooled) : List.of();
      S3Locks.Held held = locks.hold(names, ALONE.contains(call.operation()));
      try {
        conditions.check(call, head);
        Answer answer = whole(send(S3Conditions.without(head), spooled));
        return conditions.after(call, head, answer);
      } finally {
        held.release();
      }
    }
  }

  @Override
  public void close() {
    upstream.close();
    conditions.close();
  }

  private Answer send(RequestHead head, SpooledBody body) throws IOException {
    OutputStream out = upstream.begin(ForwardedHead.of(head, body.bytes()));
    body.writeTo(out);
    return upstream.finish(out, head.method());
  }

  /** The objects whose state the request decides on or changes. */
  private static List<String> names(Call call, RequestHead head, SpooledBody body)
      throws IOException {
    List<String> names = new ArrayList<>();
    if (call.operation().equals("DeleteObjects")) {
      for (String key : S3Keys.ofDelete(body.toBytes())) {
        S3Keys.check(key);
        names.add(call.bucket() + '/' + key);
      }
      return names;
    }

    names.add(call.bucket() + '/' + call.key());
    if (head.headers().has(S3Conditions.COPY_SOURCE)) {
      String source = S3Keys.ofCopySource(head.headers().get(S3Conditions.COPY_SOURCE));
      S3Keys.check(source.substring(source.indexOf('/') + 1));
      names.add(source);
    }
    return names;
  }

  /** Reads an answer to its end: then the request is applied. */
  private static Answer whole(Answer answer) throws RefusedException {
    InputStream body = answer.body();
    if (body == null) {
      return answer;
    }

    try {
      byte[] bytes = body.readAllBytes();
      return new Answer(answer.head(), new ByteArrayInputStream(bytes))
          .with("Content-Length", Integer.toString(bytes.length))
          .without("Transfer-Encoding");
    } catch (IOException e) {
      throw new RefusedException(500, "InternalError", "The sandbox's S3 server failed");
    }
  }
}
