/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import io.levada.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A sandbox for one cut after the other, each in a bucket of its own. */
final class SandboxLane implements AutoCloseable {

  /** What is done in a lane at its n-th step; see {@link EveryStep.Lane}. */
  @FunctionalInterface
  interface Cut {
    boolean at(SandboxLane lane, int n) throws Exception;
  }

  private final Sandbox sandbox = Sandbox.start();
  private final S3Client client =
      S3Client.builder()
          .endpointOverride(sandbox.endpoint())
          .forcePathStyle(true)
          .region(Region.of(sandbox.region()))
          .credentialsProvider(
              StaticCredentialsProvider.create(
                  AwsBasicCredentials.create(sandbox.accessKey(), sandbox.secretKey())))
          .build();

  /** Cuts at every step, in so many lanes; see {@link EveryStep#cutOff}. */
  static int cutOff(int lanes, Cut cut) throws Exception {
    List<SandboxLane> opened = new ArrayList<>();
    try {
      for (int i = 0; i < lanes; i++) {
        opened.add(new SandboxLane());
      }
      return EveryStep.cutOff(
          opened.stream().<EveryStep.Lane>map(lane -> n -> cut.at(lane, n)).toList());
    } finally {
      opened.forEach(SandboxLane::close);
    }
  }

  Sandbox sandbox() {
    return sandbox;
  }

  /** An empty bucket; nothing goes wrong any more. */
  BucketPlace newPlace(int n) {
    sandbox.faults().clear();
    String bucket = "cut-" + n;
    sandbox.createBucket(bucket);
    return new BucketPlace(client, sandbox.endpoint(), bucket);
  }

  @Override
  public void close() {
    client.close();
    sandbox.close();
  }
}
