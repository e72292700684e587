/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.utils.Md5Utils;

/**
 * Amazon S3, and what speaks its language.
 *
 * <p>Every key is used character by character. A staged file is a multipart upload at its final key
 * that is not completed: three requests a file, no copy.
 *
 * <p>Conditions go with the requests, and S3 itself decides on all of them: nothing is written over
 * or deleted that has come or changed at the last moment. {@link #deleteIfUnchanged} and {@link
 * #moveIfUnchanged} look before, for stores that have not all of these conditions (S3 has had those
 * of DeleteObject and of CopyObject's target since the autumn of 2025): there a file may change
 * between the look and the change, and {@link #complete} may write over another file.
 */
final class S3Storage implements Storage {

  /** In bytes, as S3 states it. */
  private static final int LONGEST_KEY = 1024;

  private static final int THREADS = 16;
  private static final int MAX_TRIES = 5;
  private static final int MAX_SWEEPS = 5;

  private final S3Connection connection;
  private final S3Uploads uploads;
  private final @Nullable RunUploads ours;

  /**
   * @param ours which uploads are the run's, or null if nothing is staged
   */
  S3Storage(S3Connection connection, @Nullable RunUploads ours) {
    this.connection = connection;
    this.uploads = new S3Uploads(connection);
    this.ours = ours;
  }

  @Override
  public void list(Location folder, Predicate<Location> wanted, EntryVisitor visitor)
      throws IOException {
    new S3Listing(connection, folder, wanted, visitor).run();
  }

  @Override
  public Optional<Entry> status(Location location) throws IOException {
    if (S3Key.of(location).isBucket()) {
      return Optional.empty();
    }

    Optional<Entry> found = S3Head.of(connection, "look at", location).map(S3Head::entry);
    if (found.isEmpty()) {
      checkBucket(location);
    }
    return found;
  }

  /** A HEAD request does not say what is missing. */
  private void checkBucket(Location location) throws IOException {
    String bucket = S3Key.of(location).bucket();
    if (connection.hasSeen(bucket)) {
      return;
    }

    hasKeys(location, S3Key.of(location).key());
    connection.see(bucket);
  }

  @Override
  public boolean folderExists(Location location) throws IOException {
    S3Key key = S3Key.of(location);
    return hasKeys(location, key.prefix()) || key.isBucket();
  }

  private boolean hasKeys(Location location, String prefix) throws IOException {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(S3Key.of(location).bucket())
            .prefix(prefix)
            .encodingType(EncodingType.URL)
            .maxKeys(1)
            .build();
    try {
      return !connection.client().listObjectsV2(request).contents().isEmpty();
    } catch (SdkException e) {
      throw S3Failure.of("look at", location, e);
    }
  }

  @Override
  public boolean hasFolders() {
    return false;
  }

  @Override
  public boolean takesName(Location location) {
    return S3Key.of(location).key().getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY;
  }

  /** Sends nothing: the first read finds out whether it is the file that was listed. */
  @Override
  public OpenFile open(Entry expected) {
    return new S3OpenFile(connection, expected);
  }

  @Override
  public Optional<byte[]> read(Location location) throws IOException {
    S3Key key = S3Key.ofFile(location);
    GetObjectRequest request =
        GetObjectRequest.builder().bucket(key.bucket()).key(key.key()).build();
    try {
      return Optional.of(connection.client().getObjectAsBytes(request).asByteArray());
    } catch (SdkException e) {
      if (S3Failure.isMissing(e)) {
        return Optional.empty();
      }
      throw S3Failure.of("read", location, e);
    }
  }

  /** The object is marked with this call, so that an answer that was lost can be made up for. */
  @Override
  public boolean createIfAbsent(Location location, byte[] content) throws IOException {
    String call = UUID.randomUUID().toString();
    PutObjectRequest request =
        put(location, content)
            .metadata(S3Head.ownedBy(call))
            .overrideConfiguration(S3Connection::onlyIfAbsent)
            .build();
    for (int tries = 1; ; tries++) {
      try {
        connection.client().putObject(request, RequestBody.fromBytes(content));
        return true;
      } catch (SdkException e) {
        if (!S3Failure.isRefused(e) || tries == MAX_TRIES) {
          throw S3Failure.of("create", location, e);
        }
      }
      Optional<S3Head> present = S3Head.of(connection, "create", location);
      if (present.isPresent()) {
        return present.get().isOwnedBy(call);
      }
    }
  }

  @Override
  public void write(Location location, byte[] content) throws IOException {
    try {
      connection.client().putObject(put(location, content).build(), RequestBody.fromBytes(content));
    } catch (SdkException e) {
      throw S3Failure.of("write", location, e);
    }
  }

  private static PutObjectRequest.Builder put(Location location, byte[] content) {
    S3Key key = S3Key.ofFile(location);
    return PutObjectRequest.builder()
        .bucket(key.bucket())
        .key(key.key())
        .contentMD5(Md5Utils.md5AsBase64(content));
  }

  @Override
  public void delete(Location location) throws IOException {
    try {
      connection.client().deleteObject(deletion(location).build());
    } catch (SdkException e) {
      throw S3Failure.of("delete", location, e);
    }
  }

  private static DeleteObjectRequest.Builder deletion(Location location) {
    S3Key key = S3Key.ofFile(location);
    return DeleteObjectRequest.builder().bucket(key.bucket()).key(key.key());
  }

  @Override
  public void deleteAll(Collection<Location> locations) throws IOException {
    Map<String, List<Location>> byBucket = new LinkedHashMap<>();
    List<Location> oneByOne = new ArrayList<>();
    for (Location location : locations) {
      S3Key key = S3Key.ofFile(location);
      if (S3Deletion.canTake(key)) {
        byBucket.computeIfAbsent(key.bucket(), bucket -> new ArrayList<>()).add(location);
      } else {
        oneByOne.add(location);
      }
    }

    InParallel.forEach(oneByOne, THREADS, this::delete);
    for (Map.Entry<String, List<Location>> bucket : byBucket.entrySet()) {
      List<S3Deletion> batches = S3Deletion.of(connection, bucket.getKey(), bucket.getValue());
      InParallel.forEach(batches, THREADS, S3Deletion::run);
    }
  }

  @Override
  public boolean deleteIfUnchanged(Entry expected) throws IOException {
    Location location = expected.location();
    for (int tries = 1; ; tries++) {
      Optional<S3Head> present = S3Head.of(connection, "delete", location);
      if (present.isEmpty() || !present.get().is(expected)) {
        return present.isEmpty();
      }

      try {
        connection
            .client()
            .deleteObject(
                deletion(location)
                    .overrideConfiguration(
                        headers ->
                            headers.putHeader("If-Match", S3Head.quoted(expected.identity())))
                    .build());
        return true;
      } catch (SdkException e) {
        if (S3Failure.isMissing(e)) {
          return true;
        }
        if (!S3Failure.isRefused(e) || tries == MAX_TRIES) {
          throw S3Failure.of("delete", location, e);
        }
      }
    }
  }

  @Override
  public boolean moveIfUnchanged(Entry source, Location target) throws IOException {
    if (!S3Move.run(connection, source, target)) {
      return false;
    }

    deleteIfUnchanged(source);
    return true;
  }

  @Override
  public StagedUpload stage(Location location, String attempt) throws IOException {
    if (ours == null) {
      throw new IllegalStateException(
          "Cannot stage " + location + ": this storage was made without a run");
    }
    StagedUpload.checkAttempt(attempt);
    if (!ours.cover(location)) {
      throw new IllegalArgumentException(
          "Cannot stage "
              + location
              + ": it is not in a folder of run "
              + ours.run()
              + ", or has not its id in its name");
    }

    return S3StagedUpload.begin(connection, location, ours.run() + "/" + attempt);
  }

  /** Nothing: what S3 has taken survives. */
  @Override
  public void syncStaged(Collection<StagedFile> files) {}

  @Override
  public void complete(Collection<StagedFile> files) throws IOException {
    InParallel.forEach(files, THREADS, this::complete);
  }

  private void complete(StagedFile file) throws IOException {
    S3StagingId id = S3StagingId.parse(file.stagingId());
    CompleteMultipartUploadRequest request = completion(file, id);
    for (int tries = 1; ; tries++) {
      try {
        connection.client().completeMultipartUpload(request);
        return;
      } catch (SdkException e) {
        boolean mayBeComplete = S3Failure.isMissing(e) || S3Failure.isRefused(e);
        if (!mayBeComplete || tries == MAX_TRIES) {
          throw S3Failure.of("complete", file.location(), e);
        }
      }
      if (isComplete(file, id)) {
        return;
      }
    }
  }

  private static CompleteMultipartUploadRequest completion(StagedFile file, S3StagingId id) {
    List<CompletedPart> parts = new ArrayList<>();
    for (String tag : id.partTags()) {
      parts.add(
          CompletedPart.builder().partNumber(parts.size() + 1).eTag(S3Head.quoted(tag)).build());
    }
    S3Key key = S3Key.ofFile(file.location());
    return CompleteMultipartUploadRequest.builder()
        .bucket(key.bucket())
        .key(key.key())
        .uploadId(id.uploadId())
        .multipartUpload(upload -> upload.parts(parts))
        .overrideConfiguration(S3Connection::onlyIfAbsent)
        .build();
  }

  /**
   * Whether an upload that S3 would not complete was completed before.
   *
   * @return false if it can be completed still
   */
  private boolean isComplete(StagedFile file, S3StagingId id) throws IOException {
    Location location = file.location();
    Optional<S3Head> present = S3Head.of(connection, "complete", location);
    if (present.isPresent()
        && present.get().isOwnedBy(id.owner())
        && present.get().entry().size() == file.length()) {
      return true;
    }

    if (!uploads.exists(location, id.uploadId())) {
      throw new StagedFileLostException(
          file, present.isEmpty() ? "it is gone" : "it is gone, and another file is there");
    }
    if (present.isPresent()) {
      throw StorageException.of(
          "complete", location, "Another file is there", "move or remove one of them");
    }
    return false;
  }

  @Override
  public void discard(StagedFile file) throws IOException {
    S3StagingId id = S3StagingId.parse(file.stagingId());
    uploads.abort(file.location(), id.uploadId());
  }

  @Override
  public int discardStagedExcept(Set<String> keep) throws IOException {
    if (ours == null) {
      return 0;
    }

    Set<String> kept = new HashSet<>();
    for (String id : keep) {
      if (S3StagingId.isOne(id)) {
        kept.add(S3StagingId.parse(id).uploadId());
      }
    }
    int removed = 0;
    for (Location folder : ours.foldersOnS3()) {
      removed += sweep(folder, kept);
    }
    return removed;
  }

  /** Nothing: an object is there whole or not at all. */
  @Override
  public void discardUnfinished(Location folder) {}

  /** Until nothing is found: a part that arrives while its upload is aborted can keep it. */
  private int sweep(Location folder, Set<String> kept) throws IOException {
    Set<String> removed = new HashSet<>();
    for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
      List<String> found =
          uploads.abort(
              folder,
              S3Key.of(folder).prefix(),
              upload -> ours.areAt(upload.key()) && !kept.contains(upload.uploadId()));
      if (found.isEmpty()) {
        break;
      }
      removed.addAll(found);
    }
    return removed.size();
  }
}
