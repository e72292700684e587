/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What S3 says of an object without its content.
 *
 * @param entry as a listing shows it
 * @param answer all of it
 */
record S3Head(Entry entry, HeadObjectResponse answer) {

  /** In the metadata: run and attempt of an upload, or the one call that has created the object. */
  private static final String OWNER = "levada";

  /** In the metadata of a file that was moved: the ETag it had where it was. */
  private static final String MOVED = "levada-moved";

  static Optional<S3Head> of(S3Connection connection, String doing, Location location)
      throws IOException {
    S3Key key = S3Key.ofFile(location);
    HeadObjectRequest request =
        HeadObjectRequest.builder().bucket(key.bucket()).key(key.key()).build();
    try {
      HeadObjectResponse answer = connection.client().headObject(request);
      Entry entry = entry(location, answer.contentLength(), answer.eTag(), answer.lastModified());
      return Optional.of(new S3Head(entry, answer));
    } catch (SdkException e) {
      if (S3Failure.isMissing(e)) {
        return Optional.empty();
      }
      throw S3Failure.of(doing, location, e);
    }
  }

  /**
   * A HEAD request knows the time to the second, so a listing may know it no better.
   *
   * @param tag null where the server gives none, as for a file that was copied into its folder
   * @throws IOException if there is no tag: a change of the object could not be seen
   */
  static Entry entry(Location location, long size, @Nullable String tag, Instant modified)
      throws IOException {
    if (tag == null) {
      throw StorageException.of(
          "use", location, "the server gives no ETag for it", "put it there by a client of S3");
    }

    return new Entry(location, size, unquoted(tag), modified.truncatedTo(ChronoUnit.SECONDS));
  }

  static Map<String, String> ownedBy(String owner) {
    return Map.of(OWNER, owner);
  }

  boolean isOwnedBy(String owner) {
    return owner.equals(answer.metadata().get(OWNER));
  }

  static Map<String, String> moved(Entry source) {
    return Map.of(MOVED, source.identity());
  }

  boolean is(Entry expected) {
    return entry.identity().equals(expected.identity());
  }

  /** A copy of an object that came in parts, or is encrypted by a key, has an ETag of its own. */
  boolean isMovedFrom(Entry source) {
    return entry.size() == source.size()
        && (is(source) || source.identity().equals(answer.metadata().get(MOVED)));
  }

  static String quoted(String tag) {
    return '"' + tag + '"';
  }

  static String unquoted(String tag) {
    return tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\"")
        ? tag.substring(1, tag.length() - 1)
        : tag;
  }
}
