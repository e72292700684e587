/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A lake in a bucket of its own, which must have no more than one page of everything. */
record BucketPlace(S3Client client, URI endpoint, String bucket) implements LakePlace {

  @Override
  public String uri(String path) {
    return "s3://" + bucket + "/" + path;
  }

  @Override
  public List<String> options() {
    return List.of("--endpoint=" + endpoint);
  }

  @Override
  public void write(String path, byte[] content) {
    client.putObject(request -> request.bucket(bucket).key(path), RequestBody.fromBytes(content));
  }

  @Override
  public SortedMap<String, byte[]> files() {
    SortedMap<String, byte[]> files = new TreeMap<>();
    for (S3Object object : client.listObjectsV2(request -> request.bucket(bucket)).contents()) {
      files.put(
          object.key(),
          client
              .getObjectAsBytes(request -> request.bucket(bucket).key(object.key()))
              .asByteArray());
    }
    return files;
  }

  @Override
  public List<String> remnants() {
    List<String> uploads = new ArrayList<>();
    client
        .listMultipartUploads(request -> request.bucket(bucket))
        .uploads()
        .forEach(upload -> uploads.add(upload.key()));
    return uploads;
  }
}
