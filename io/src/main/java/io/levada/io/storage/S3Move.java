/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/**
 * Copies an object to another key on condition that it has the ETag that was listed. The copy keeps
 * the object's own metadata, and is marked with that ETag, so that a repeat knows it again.
 */
final class S3Move {

  /** More than that S3 copies by parts only. */
  static final long MAX_COPY_BYTES = 5L * 1024 * 1024 * 1024;

  private static final long PART_BYTES = 512L * 1024 * 1024;
  private static final int MAX_PARTS = 10_000;
  private static final int THREADS = 16;

  private final S3Connection connection;
  private final Entry source;
  private final Location target;
  private final S3Key from;
  private final S3Key to;

  S3Move(S3Connection connection, Entry source, Location target) {
    this.connection = connection;
    this.source = source;
    this.target = target;
    this.from = S3Key.ofFile(source.location());
    this.to = S3Key.ofFile(target);
    if (from.equals(to)) {
      throw new IllegalArgumentException("Cannot move " + target + " to itself");
    }
  }

  /**
   * @param maxCopyBytes from which size on it goes by parts
   * @param partBytes how large those are at least
   * @return whether the target holds the file that was listed
   * @throws IOException if the target holds another, and the source is as it was; both are left
   *     alone
   */
  boolean copy(long maxCopyBytes, long partBytes) throws IOException {
    Optional<S3Head> there = target();
    if (there.isPresent() && there.get().isMovedFrom(source)) {
      return true;
    }

    Optional<S3Head> present = S3Head.of(connection, "move", source.location());
    if (present.isEmpty() || !present.get().is(source)) {
      return false;
    }
    if (there.isPresent()) {
      throw taken();
    }
    try {
      if (source.size() > maxCopyBytes) {
        copyByParts(present.get().answer(), partBytes);
      } else {
        copyWhole(present.get().answer());
      }
      return true;
    } catch (SdkException e) {
      if (S3Failure.isMissing(e) || S3Failure.isRefused(e)) {
        return isCopied();
      }
      throw S3Failure.of("move", source.location() + " to " + target, e);
    }
  }

  private Optional<S3Head> target() throws IOException {
    return S3Head.of(connection, "move a file to", target);
  }

  private boolean isCopied() throws IOException {
    Optional<S3Head> present = target();
    if (present.isPresent() && !present.get().isMovedFrom(source)) {
      throw taken();
    }
    return present.isPresent();
  }

  private IOException taken() {
    return StorageException.of(
        "move",
        source.location() + " to " + target,
        "Another file is there",
        "move or remove one of them");
  }

  private void copyWhole(HeadObjectResponse original) {
    connection
        .client()
        .copyObject(
            CopyObjectRequest.builder()
                .sourceBucket(from.bucket())
                .sourceKey(from.key())
                .copySourceIfMatch(S3Head.quoted(source.identity()))
                .destinationBucket(to.bucket())
                .destinationKey(to.key())
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(metadata(original))
                .contentType(original.contentType())
                .contentEncoding(original.contentEncoding())
                .contentDisposition(original.contentDisposition())
                .contentLanguage(original.contentLanguage())
                .cacheControl(original.cacheControl())
                .overrideConfiguration(
                    request -> {
                      S3Connection.onlyIfAbsent(request);
                      connection.allowCopy(source.size(), request);
                    })
                .build());
  }

  /** Uploads that an earlier try has left at this very key are removed first. */
  private void copyByParts(HeadObjectResponse original, long partBytes) throws IOException {
    S3Uploads uploads = new S3Uploads(connection);
    uploads.abort(target, to.key(), upload -> upload.key().equals(to.key()));
    String uploadId =
        connection
            .client()
            .createMultipartUpload(
                CreateMultipartUploadRequest.builder()
                    .bucket(to.bucket())
                    .key(to.key())
                    .metadata(metadata(original))
                    .contentType(original.contentType())
                    .contentEncoding(original.contentEncoding())
                    .contentDisposition(original.contentDisposition())
                    .contentLanguage(original.contentLanguage())
                    .cacheControl(original.cacheControl())
                    .build())
            .uploadId();
    try {
      List<CompletedPart> parts = copyParts(uploadId, partBytes);
      connection
          .client()
          .completeMultipartUpload(
              request ->
                  request
                      .bucket(to.bucket())
                      .key(to.key())
                      .uploadId(uploadId)
                      .multipartUpload(upload -> upload.parts(parts))
                      .overrideConfiguration(S3Connection::onlyIfAbsent));
    } catch (SdkException | IOException e) {
      abortAfter(e, uploads, uploadId);
      throw e;
    }
  }

  private void abortAfter(Exception failure, S3Uploads uploads, String uploadId) {
    try {
      uploads.abort(target, uploadId);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private List<CompletedPart> copyParts(String uploadId, long partBytes) throws IOException {
    long bytes = Math.max(partBytes, (source.size() + MAX_PARTS - 1) / MAX_PARTS);
    int count = (int) ((source.size() + bytes - 1) / bytes);
    CompletedPart[] parts = new CompletedPart[count];
    List<Integer> numbers = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      numbers.add(number);
    }
    InParallel.forEach(
        numbers,
        THREADS,
        number -> {
          long first = (number - 1) * bytes;
          long last = Math.min(first + bytes, source.size()) - 1;
          parts[number - 1] = copyPart(uploadId, number, "bytes=" + first + "-" + last);
        });
    return List.of(parts);
  }

  private CompletedPart copyPart(String uploadId, int number, String range) {
    UploadPartCopyRequest request =
        UploadPartCopyRequest.builder()
            .sourceBucket(from.bucket())
            .sourceKey(from.key())
            .copySourceIfMatch(S3Head.quoted(source.identity()))
            .copySourceRange(range)
            .destinationBucket(to.bucket())
            .destinationKey(to.key())
            .uploadId(uploadId)
            .partNumber(number)
            .build();
    String tag = connection.client().uploadPartCopy(request).copyPartResult().eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private Map<String, String> metadata(HeadObjectResponse original) {
    Map<String, String> metadata = new HashMap<>(original.metadata());
    metadata.putAll(S3Head.moved(source));
    return metadata;
  }

  static boolean run(S3Connection connection, Entry source, Location target) throws IOException {
    return new S3Move(connection, source, target).copy(MAX_COPY_BYTES, PART_BYTES);
  }
}
