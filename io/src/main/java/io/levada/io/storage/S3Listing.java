/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Lists what is in a folder, page by page. S3 gives keys in their order without regard to folders,
 * so folders are found by their names; behind a page that ends in one that is refused, the listing
 * goes on behind that folder.
 */
final class S3Listing {

  /** Behind every key of a folder, as far as there are characters. */
  private static final String LAST_CHARACTER = Character.toString(0x10FFFD);

  private record Folder(String prefix, boolean wanted) {}

  private final S3Connection connection;
  private final Location folder;
  private final S3Key key;
  private final Predicate<Location> wanted;
  private final EntryVisitor visitor;

  /** The folders that lead to the last key, the innermost first. */
  private final Deque<Folder> path = new ArrayDeque<>();

  S3Listing(
      S3Connection connection, Location folder, Predicate<Location> wanted, EntryVisitor visitor) {
    this.connection = connection;
    this.folder = folder;
    this.key = S3Key.of(folder);
    this.wanted = wanted;
    this.visitor = visitor;
    path.push(new Folder(key.prefix(), true));
  }

  void run() throws IOException {
    ListObjectsV2Response page = page(request().build());
    while (true) {
      for (S3Object object : page.contents()) {
        visit(object);
      }
      if (!page.isTruncated()) {
        return;
      }
      page = page(behind(page));
    }
  }

  /** Keys come encoded, as some can't be in XML; the SDK decodes them. */
  private ListObjectsV2Request.Builder request() {
    return ListObjectsV2Request.builder()
        .bucket(key.bucket())
        .prefix(key.prefix())
        .encodingType(EncodingType.URL);
  }

  private ListObjectsV2Request behind(ListObjectsV2Response page) {
    Folder last = path.element();
    return last.wanted()
        ? request().continuationToken(page.nextContinuationToken()).build()
        : request().startAfter(last.prefix() + LAST_CHARACTER).build();
  }

  private ListObjectsV2Response page(ListObjectsV2Request request) throws IOException {
    try {
      return connection.client().listObjectsV2(request);
    } catch (SdkException e) {
      throw S3Failure.of("list", folder, e);
    }
  }

  private void visit(S3Object object) throws IOException {
    String name = nameInFolder(object.key());
    if (name == null || name.startsWith(LocalStorage.UNFINISHED)) {
      return;
    }
    if (name.isEmpty()) {
      checkMarker(object);
      return;
    }

    Location location = key.sibling(object.key());
    if (wanted.test(location)) {
      visitor.visit(S3Head.entry(location, object.size(), object.eTag(), object.lastModified()));
    }
  }

  /** The name behind the last slash, or null in a folder that is refused. */
  private @Nullable String nameInFolder(String objectKey) {
    while (!objectKey.startsWith(path.element().prefix())) {
      path.pop();
    }
    while (path.element().wanted()) {
      int from = path.element().prefix().length();
      int slash = objectKey.indexOf('/', from);
      if (slash < 0) {
        return objectKey.substring(from);
      }
      path.push(new Folder(objectKey.substring(0, slash + 1), isWanted(objectKey, from, slash)));
    }
    return null;
  }

  /** A folder without a name, as in {@code a//b}, has no location to ask for. */
  private boolean isWanted(String objectKey, int from, int slash) {
    String name = objectKey.substring(from, slash);
    return name.isEmpty()
        || (!name.startsWith(LocalStorage.UNFINISHED)
            && wanted.test(key.sibling(objectKey.substring(0, slash))));
  }

  /** Consoles make an empty object for a folder; one that holds something must not be missed. */
  private void checkMarker(S3Object object) throws IOException {
    if (object.size() > 0) {
      throw StorageException.of(
          "list", folder, "'" + object.key() + "' has a slash at its end and bytes", "rename it");
    }
  }
}
