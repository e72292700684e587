/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A request's content, once its signature is checked; what the signature says of the content is
 * checked as it is read.
 *
 * @param bytes its length; negative if it was not told
 */
record Content(InputStream in, long bytes) {

  static final int MAX_BUFFERED_BYTES = 32 << 20;
  private static final String STREAMING = "STREAMING-";
  private static final String HASH = "x-amz-content-sha256";

  /**
   * Checks the signature of a request.
   *
   * @throws RefusedException if it is not right
   * @throws IOException if the client's body can't be read
   */
  static Content of(
      RequestHead head,
      @Nullable Signature signature,
      Service service,
      InputStream body,
      SignatureCheck check)
      throws IOException {
    return service == Service.S3
        ? ofS3(head, signature, body, check)
        : buffered(head, signature, service, body, check);
  }

  /** Other services sign the body itself, and have small ones. */
  private static Content buffered(
      RequestHead head,
      @Nullable Signature signature,
      Service service,
      InputStream body,
      SignatureCheck check)
      throws IOException {
    byte[] bytes = body.readNBytes(MAX_BUFFERED_BYTES + 1);
    if (bytes.length > MAX_BUFFERED_BYTES) {
      throw new RefusedException(413, "RequestEntityTooLargeException", "The request is too large");
    }

    check.check(head, signature, service, Digests.sha256Hex(bytes));
    return new Content(new ByteArrayInputStream(bytes), bytes.length);
  }

  private static Content ofS3(
      RequestHead head, @Nullable Signature signature, InputStream body, SignatureCheck check)
      throws IOException {
    boolean presigned = signature != null && signature.isInQuery();
    String hash = presigned ? SignatureCheck.UNSIGNED : head.headers().get(HASH);
    ChunkSigner signer = check.check(head, signature, Service.S3, hash);
    if (hash.startsWith(STREAMING)) {
      String trailer = head.headers().find("x-amz-trailer");
      ChunkSigner chunks = hash.startsWith(STREAMING + Signature.ALGORITHM) ? signer : null;
      return new Content(
          new AwsChunkedInputStream(body, chunks, trailer),
          length(head, "x-amz-decoded-content-length"));
    }

    InputStream in =
        hash.equals(SignatureCheck.UNSIGNED) ? body : new HashedInputStream(body, hash);
    return new Content(in, length(head, "Content-Length"));
  }

  private static long length(RequestHead head, String header) throws RefusedException {
    String text = head.headers().find(header);
    if (text == null) {
      return head.headers().has("Transfer-Encoding") ? -1 : 0;
    }

    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new RefusedException(400, "InvalidArgument", "Not a length: " + text);
    }
  }
}
