/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import io.levada.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The sandbox's S3 as any other program sees and changes it: by the AWS SDK, not by our storage.
 * Places are named {@code s3://bucket/key}.
 */
public final class PlainS3 implements AutoCloseable {

  private static final String SCHEME = "s3://";

  private final S3Client client;

  public PlainS3(Sandbox sandbox) {
    client =
        S3Client.builder()
            .endpointOverride(sandbox.endpoint())
            .forcePathStyle(true)
            .region(Region.of(sandbox.region()))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(sandbox.accessKey(), sandbox.secretKey())))
            .httpClientBuilder(ApacheHttpClient.builder())
            .build();
  }

  public void put(String uri, byte[] content) {
    client.putObject(put -> put.bucket(bucket(uri)).key(key(uri)), RequestBody.fromBytes(content));
  }

  public byte[] read(String uri) {
    return client
        .getObjectAsBytes(get -> get.bucket(bucket(uri)).key(key(uri)))
        .asByteArrayUnsafe();
  }

  public void delete(String uri) {
    client.deleteObject(delete -> delete.bucket(bucket(uri)).key(key(uri)));
  }

  /**
   * What is below a folder or bucket, by the rest of the key, with what changes when it is written.
   */
  public SortedMap<String, String> list(String folder) {
    String prefix = key(folder).isEmpty() ? "" : key(folder) + "/";
    SortedMap<String, String> found = new TreeMap<>();
    for (S3Object object :
        client
            .listObjectsV2Paginator(list -> list.bucket(bucket(folder)).prefix(prefix))
            .contents()) {
      found.put(
          object.key().substring(prefix.length()), object.eTag() + " " + object.lastModified());
    }
    return found;
  }

  /** The keys of all uploads that are not completed, in a bucket. */
  public List<String> uploads(String bucketUri) {
    return client
        .listMultipartUploadsPaginator(list -> list.bucket(bucket(bucketUri)))
        .uploads()
        .stream()
        .map(MultipartUpload::key)
        .toList();
  }

  /** Aborts the uploads of a bucket whose keys begin so, as a lifecycle rule may. */
  public void abortUploads(String bucketUri, String prefix) {
    String bucket = bucket(bucketUri);
    client
        .listMultipartUploadsPaginator(list -> list.bucket(bucket).prefix(prefix))
        .uploads()
        .forEach(
            upload ->
                client.abortMultipartUpload(
                    abort -> abort.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
  }

  /** The contents of what is below a folder, by the rest of the key. */
  public SortedMap<String, byte[]> readAll(String folder) {
    SortedMap<String, byte[]> found = new TreeMap<>();
    list(folder).keySet().forEach(name -> found.put(name, read(folder + "/" + name)));
    return found;
  }

  /** Copies what is below a folder on disk. */
  public void upload(Path source, String folder) {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        put(folder + "/" + source.relativize(file), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies what is below a folder to one on disk. */
  public void download(String folder, Path target) {
    try {
      for (String name : list(folder).keySet()) {
        Path file = target.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, read(folder + "/" + name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private static String bucket(String uri) {
    return parts(uri)[0];
  }

  private static String key(String uri) {
    return parts(uri)[1];
  }

  private static String[] parts(String uri) {
    if (!uri.startsWith(SCHEME)) {
      throw new IllegalArgumentException("Not on S3: " + uri);
    }

    String[] parts = uri.substring(SCHEME.length()).split("/", 2);
    return parts.length == 2 ? parts : new String[] {parts[0], ""};
  }
}
