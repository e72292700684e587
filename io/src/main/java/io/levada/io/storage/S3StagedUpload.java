/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.utils.Md5Utils;

/**
 * Writes a multipart upload at the file's own key, which S3 shows to nobody until it is completed.
 *
 * <p>Parts begin with 5 MiB, the least that S3 takes, and double every thousand parts, so that the
 * 10,000 that it takes hold 4.8 TiB. Only the part being written is in memory. S3 is told its MD5,
 * to make sure that it has received these very bytes.
 */
final class S3StagedUpload extends StagedUpload {

  static final long FIRST_PART_BYTES = 5L * 1024 * 1024;

  private static final int PARTS_OF_ONE_SIZE = 1000;
  private static final String CONTENT_TYPE = "application/octet-stream";

  private final S3Connection connection;
  private final Location location;
  private final S3Key key;
  private final String owner;
  private final String uploadId;
  private final List<String> partTags = new ArrayList<>();
  private final PartBuffer part = new PartBuffer();
  private long position;
  private boolean ended;

  private S3StagedUpload(
      S3Connection connection, Location location, S3Key key, String owner, String uploadId) {
    this.connection = connection;
    this.location = location;
    this.key = key;
    this.owner = owner;
    this.uploadId = uploadId;
  }

  static S3StagedUpload begin(S3Connection connection, Location location, String owner)
      throws IOException {
    S3Key key = S3Key.ofFile(location);
    CreateMultipartUploadRequest request =
        CreateMultipartUploadRequest.builder()
            .bucket(key.bucket())
            .key(key.key())
            .contentType(CONTENT_TYPE)
            .metadata(S3Head.ownedBy(owner))
            .build();
    try {
      String uploadId = connection.client().createMultipartUpload(request).uploadId();
      return new S3StagedUpload(connection, location, key, owner, uploadId);
    } catch (SdkException e) {
      throw S3Failure.of("stage", location, e);
    }
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    int written = 0;
    while (written < length) {
      if (part.size() == bytesOfPart(partTags.size() + 1)) {
        uploadPart();
      }
      long room = bytesOfPart(partTags.size() + 1) - part.size();
      int count = (int) Math.min(length - written, room);
      part.write(bytes, from + written, count);
      written += count;
      position += count;
    }
  }

  @Override
  public StagedFile finish() throws IOException {
    if (ended) {
      throw new IllegalStateException("The staged file of " + location + " has ended");
    }

    if (part.size() > 0 || partTags.isEmpty()) {
      uploadPart();
    }
    ended = true;
    return new StagedFile(location, new S3StagingId(owner, uploadId, partTags).text(), position);
  }

  @Override
  public void abort() throws IOException {
    if (ended) {
      return;
    }

    ended = true;
    part.clear();
    new S3Uploads(connection).abort(location, uploadId);
  }

  /**
   * @param number from 1
   */
  static long bytesOfPart(int number) {
    return FIRST_PART_BYTES << ((number - 1) / PARTS_OF_ONE_SIZE);
  }

  private void uploadPart() throws IOException {
    UploadPartRequest request =
        UploadPartRequest.builder()
            .bucket(key.bucket())
            .key(key.key())
            .uploadId(uploadId)
            .partNumber(partTags.size() + 1)
            .contentMD5(Md5Utils.md5AsBase64(part.content()))
            .overrideConfiguration(time -> connection.allowUpload(part.size(), time))
            .build();
    RequestBody body = RequestBody.fromContentProvider(part::content, part.size(), CONTENT_TYPE);
    try {
      partTags.add(S3Head.unquoted(connection.client().uploadPart(request, body).eTag()));
    } catch (SdkException e) {
      throw S3Failure.of("stage", location, e);
    }
    part.clear();
  }
}
