/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import io.levada.io.storage.PlainS3;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** Zones that are buckets of the sandbox. */
public final class S3Zones extends Zones {

  private static final List<String> NAMES = List.of("landing", "stage", "trusted");

  private final Sandbox sandbox;
  private final SandboxSpace space;
  private final Path folder;
  private final PlainS3 s3;

  public S3Zones(Sandbox sandbox, SandboxSpace space, Path folder) {
    super(new LevadaCommands(folder));
    this.sandbox = sandbox;
    this.space = space;
    this.folder = folder;
    this.s3 = new PlainS3(sandbox);
    NAMES.forEach(name -> sandbox.createBucket(bucket(name)));
  }

  /** The bucket that is the zone of that name. */
  public String bucket(String name) {
    return space.bucket() + "-" + name;
  }

  @Override
  String zone(String name) {
    return "s3://" + bucket(name);
  }

  @Override
  List<String> options() {
    return List.of("--endpoint=" + sandbox.endpoint());
  }

  @Override
  public void put(String file, byte[] content) {
    s3.put(file, content);
  }

  @Override
  public byte[] read(String file) {
    return s3.read(file);
  }

  @Override
  public SortedMap<String, String> list(String listed) {
    return s3.list(listed);
  }

  @Override
  public List<String> staged() {
    List<String> uploads = new ArrayList<>();
    NAMES.forEach(name -> uploads.addAll(s3.uploads(zone(name))));
    return uploads;
  }

  /** Aborts the uploads of the zone of that name whose keys begin so. */
  public void abortUploads(String name, String prefix) {
    s3.abortUploads(zone(name), prefix);
  }

  @Override
  Path tableOnDisk() throws IOException {
    Path copy = Files.createTempDirectory(folder, "copy");
    s3.download(table(), copy);
    return copy;
  }

  @Override
  public void close() {
    s3.close();
  }
}
