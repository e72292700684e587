/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Location;
import java.io.IOException;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Writes the manifest of all slots once. If another attempt was first, its manifest is as whole as
 * this one and stands: both were made behind the last staged file, and the driver completes only
 * the files of the one it reads.
 */
final class WriteManifest extends DoFn<KV<Integer, Iterable<byte[]>>, Void> {

  private final StagingArea area;

  WriteManifest(StagingArea area) {
    this.area = area;
  }

  @ProcessElement
  public void process(@Element KV<Integer, Iterable<byte[]>> entries) throws IOException {
    Manifest manifest = new Manifest(area.run());
    for (byte[] entry : entries.getValue()) {
      manifest.add(SlotEntry.decode(entry));
    }
    Location location = area.manifest();
    area.storages().of(location).createIfAbsent(location, manifest.encode());
  }
}
