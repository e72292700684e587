/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Decides, while the object's lock is held, whether a request may change it. */
final class S3Conditions {

  static final String COPY_SOURCE = "x-amz-copy-source";

  private static final String IF_MATCH = "If-Match";
  private static final String IF_NONE_MATCH = "If-None-Match";

  /** 255, without what S3Proxy puts behind it while it writes. */
  private static final int MAX_FILE_NAME_BYTES = 218;

  private final Upstream upstream;
  private final S3Uploads uploads;

  /**
   * Looks at objects by a connection of its own, as the request is on its way on another.
   *
   * @param uploads one for all clients
   */
  S3Conditions(Upstream upstream, S3Uploads uploads) {
    this.upstream = upstream;
    this.uploads = uploads;
  }

  /** A request without the conditions that are decided here. */
  static RequestHead without(RequestHead head) {
    Headers headers = head.headers().copy();
    if (head.method().equals("PUT") || head.method().equals("POST")) {
      headers.remove(IF_MATCH);
      headers.remove(IF_NONE_MATCH);
    }

    return new RequestHead(head.method(), head.target(), head.version(), headers);
  }

  /** Refuses a request whose conditions do not hold, or whose upload is not there. */
  void check(Call call, RequestHead head) throws RefusedException {
    switch (call.operation()) {
      case "PutObject", "CopyObject" -> checkObject(head);
      case "CompleteMultipartUpload" -> {
        checkObject(head);
        if (!uploads.isCompleted(uploadId(head), etag(head))) {
          checkUpload(call, head);
        }
      }
      case "UploadPart", "UploadPartCopy", "ListParts", "AbortMultipartUpload" ->
          checkUpload(call, head);
      default -> {
        // S3Proxy decides, and nobody else is at the object now.
      }
    }
  }

  /** Remembers what a request has done; the answer is what the client gets. */
  Answer after(Call call, RequestHead head, Answer answer) throws RefusedException {
    if (answer.status() == 500 && call.key().length() > 0) {
      explain(call, head);
    }
    if (answer.status() >= 300) {
      return answer;
    }

    switch (call.operation()) {
      case "CreateMultipartUpload" -> {
        String xml = text(answer);
        uploads.add(S3Uploads.idsIn(xml).get(0), call);
        return Answer.of(answer.status(), "application/xml", xml);
      }
      case "CompleteMultipartUpload" -> uploads.complete(uploadId(head), etag(head));
      case "AbortMultipartUpload" -> uploads.remove(uploadId(head));
      default -> {
        // Leaves no trace here.
      }
    }
    return answer;
  }

  void close() {
    upstream.close();
  }

  private void checkObject(RequestHead head) throws RefusedException {
    String match = head.headers().find(IF_MATCH);
    String noneMatch = head.headers().find(IF_NONE_MATCH);
    if (match == null && noneMatch == null) {
      return;
    }
    if (noneMatch != null && !noneMatch.equals("*")) {
      throw new RefusedException(
          501,
          "NotImplemented",
          "A header you provided implies functionality that is not implemented");
    }

    String etag = etag(head);
    if (noneMatch != null && etag != null) {
      throw failed(IF_NONE_MATCH);
    }
    if (match != null && etag == null) {
      throw new RefusedException(404, "NoSuchKey", "The specified key does not exist.");
    }
    if (match != null && !match.equals("*") && !unquoted(match).equals(unquoted(etag))) {
      throw failed(IF_MATCH);
    }
  }

  /** S3Proxy takes parts of any upload, and completes any if its key has an object. */
  private void checkUpload(Call call, RequestHead head) throws RefusedException {
    String uploadId = uploadId(head);
    if (!uploads.isOpen(uploadId, call) && !isListed(uploadId, call, head)) {
      throw new RefusedException(
          404,
          "NoSuchUpload",
          "The specified multipart upload does not exist. The upload ID might be invalid, or the"
              + " multipart upload might have been aborted or completed.");
    }
  }

  /** Whether an upload is left from a sandbox before this one. */
  private boolean isListed(String uploadId, Call call, RequestHead head) throws RefusedException {
    String prefix = "/?uploads&prefix=" + UriText.encode(call.key());
    String xml = text(ask("GET", "/" + UriText.encode(call.bucket()) + prefix, head));
    boolean listed = S3Uploads.idsIn(xml).contains(uploadId);
    if (listed) {
      uploads.add(uploadId, call);
    }

    return listed;
  }

  /** Tells the error of a file where a folder is, or the other way round, as what it is. */
  private void explain(Call call, RequestHead head) throws RefusedException {
    String[] parts = call.key().split("/", -1);
    StringBuilder folder = new StringBuilder("/").append(UriText.encode(call.bucket()));
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].getBytes(StandardCharsets.UTF_8).length > MAX_FILE_NAME_BYTES) {
        throw S3Keys.notHeld("more than 218 bytes between two slashes of a key");
      }
      folder.append('/').append(UriText.encode(parts[i]));
      if (i < parts.length - 1 && ask("HEAD", folder.toString(), head).status() == 200) {
        throw besideItsFolder();
      }
    }

    String below = "/?list-type=2&max-keys=1&prefix=" + UriText.encode(call.key() + "/");
    Answer listing = ask("GET", "/" + UriText.encode(call.bucket()) + below, head);
    if (text(listing).contains("<Key>")) {
      throw besideItsFolder();
    }
  }

  private static RefusedException besideItsFolder() {
    return S3Keys.notHeld("both an object and others below its name, such as a and a/b");
  }

  /** The ETag of the object that a request is about; null if there is none. */
  private @Nullable String etag(RequestHead head) throws RefusedException {
    return ask("HEAD", head.path(), head).headers().find("ETag");
  }

  private Answer ask(String method, String target, RequestHead like) throws RefusedException {
    Headers headers = new Headers();
    headers.add("Host", like.headers().get("Host"));
    RequestHead question = new RequestHead(method, target, "HTTP/1.1", headers);
    Answer answer = upstream.finish(upstream.begin(question), method);
    InputStream body = answer.body();
    try {
      byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
      return new Answer(answer.head(), new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      upstream.abandon();
      throw new RefusedException(500, "InternalError", "The sandbox's S3 server failed");
    }
  }

  private static String text(Answer answer) {
    try (InputStream body = answer.body()) {
      return body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Bytes can be read", e);
    }
  }

  private static String uploadId(RequestHead head) {
    String uploadId = head.parameter("uploadId");
    return uploadId == null ? "" : uploadId;
  }

  private static String unquoted(@Nullable String etag) {
    return etag == null ? "" : etag.replace("\"", "");
  }

  private static RefusedException failed(String condition) {
    return new RefusedException(
        AwsError.of(
                412,
                "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold")
            .with("Condition", condition));
  }
}
