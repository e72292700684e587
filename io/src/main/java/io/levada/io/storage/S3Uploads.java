/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** The uploads that were begun and not completed: nobody sees them, but they cost as files do. */
final class S3Uploads {

  private static final int THREADS = 16;

  private final S3Connection connection;

  S3Uploads(S3Connection connection) {
    this.connection = connection;
  }

  /**
   * Aborts uploads of keys that begin with a prefix.
   *
   * @return their ids
   */
  List<String> abort(Location folder, String prefix, Predicate<MultipartUpload> unwanted)
      throws IOException {
    List<MultipartUpload> found = new ArrayList<>();
    S3Key key = S3Key.of(folder);
    ListMultipartUploadsRequest.Builder request =
        ListMultipartUploadsRequest.builder()
            .bucket(key.bucket())
            .prefix(prefix)
            .encodingType(EncodingType.URL);
    ListMultipartUploadsResponse page;
    do {
      page = page(folder, request.build());
      page.uploads().stream().filter(unwanted).forEach(found::add);
      request.keyMarker(page.nextKeyMarker()).uploadIdMarker(page.nextUploadIdMarker());
    } while (page.isTruncated());

    InParallel.forEach(
        found, THREADS, upload -> abort(key.sibling(upload.key()), upload.uploadId()));
    return found.stream().map(MultipartUpload::uploadId).toList();
  }

  /** One that is gone is aborted. */
  void abort(Location location, String uploadId) throws IOException {
    S3Key key = S3Key.ofFile(location);
    AbortMultipartUploadRequest request =
        AbortMultipartUploadRequest.builder()
            .bucket(key.bucket())
            .key(key.key())
            .uploadId(uploadId)
            .build();
    try {
      connection.client().abortMultipartUpload(request);
    } catch (SdkException e) {
      if (!S3Failure.isMissing(e)) {
        throw S3Failure.of("remove the staged file of", location, e);
      }
    }
  }

  private ListMultipartUploadsResponse page(Location folder, ListMultipartUploadsRequest request)
      throws IOException {
    try {
      return connection.client().listMultipartUploads(request);
    } catch (SdkException e) {
      throw S3Failure.of("list staged files in", folder, e);
    }
  }

  boolean exists(Location location, String uploadId) throws IOException {
    S3Key key = S3Key.ofFile(location);
    ListPartsRequest request =
        ListPartsRequest.builder()
            .bucket(key.bucket())
            .key(key.key())
            .uploadId(uploadId)
            .maxParts(1)
            .build();
    try {
      return !connection.client().listParts(request).parts().isEmpty();
    } catch (SdkException e) {
      if (S3Failure.isMissing(e)) {
        return false;
      }
      throw S3Failure.of("complete", location, e);
    }
  }
}
