/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes up to a thousand files of one bucket by one request, which answers for each of them. */
final class S3Deletion {

  private static final int MAX_KEYS = 1000;
  private static final int MAX_REPEATS = 5;
  private static final Set<String> PASSING =
      Set.of("InternalError", "SlowDown", "ServiceUnavailable", "OperationAborted");

  private final S3Connection connection;
  private final String bucket;
  private final List<Location> locations;

  private S3Deletion(S3Connection connection, String bucket, List<Location> locations) {
    this.connection = connection;
    this.bucket = bucket;
    this.locations = locations;
  }

  static List<S3Deletion> of(S3Connection connection, String bucket, List<Location> locations) {
    List<S3Deletion> batches = new ArrayList<>();
    for (int from = 0; from < locations.size(); from += MAX_KEYS) {
      int to = Math.min(from + MAX_KEYS, locations.size());
      batches.add(new S3Deletion(connection, bucket, locations.subList(from, to)));
    }
    return batches;
  }

  /** The request is XML, in which some characters can't be. */
  static boolean canTake(S3Key key) {
    return key.key().chars().noneMatch(c -> c < ' ' || c == 0xFFFE || c == 0xFFFF);
  }

  /** Files whose deletion failed for the moment are tried again. */
  void run() throws IOException {
    List<Location> open = locations;
    for (int repeats = 0; !open.isEmpty(); repeats++) {
      List<S3Error> errors = delete(open);
      for (S3Error error : errors) {
        if (repeats == MAX_REPEATS || !PASSING.contains(error.code())) {
          throw S3Failure.of(
              "delete", "s3://" + bucket + "/" + error.key(), error.code(), error.message());
        }
      }
      Set<String> failed = new HashSet<>();
      errors.forEach(error -> failed.add(error.key()));
      open = open.stream().filter(file -> failed.contains(S3Key.of(file).key())).toList();
    }
  }

  private List<S3Error> delete(List<Location> files) throws IOException {
    List<ObjectIdentifier> keys =
        files.stream()
            .map(file -> ObjectIdentifier.builder().key(S3Key.of(file).key()).build())
            .toList();
    DeleteObjectsRequest request =
        DeleteObjectsRequest.builder()
            .bucket(bucket)
            .delete(Delete.builder().objects(keys).quiet(true).build())
            .build();
    try {
      return connection.client().deleteObjects(request).errors();
    } catch (SdkException e) {
      String others = files.size() == 1 ? "" : " and " + (files.size() - 1) + " more";
      throw S3Failure.of("delete", files.get(0) + others, e);
    }
  }
}
