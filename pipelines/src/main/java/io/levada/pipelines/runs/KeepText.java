/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.beam.sdk.transforms.DoFn;

/** Keeps the only element as a file; a repeat finds it there. */
public final class KeepText extends DoFn<String, Void> {

  private final Storages storages;
  private final Location file;

  /** Keeps it there. */
  public KeepText(Storages storages, Location file) {
    this.storages = storages;
    this.file = file;
  }

  @ProcessElement
  public void process(@Element String text) throws IOException {
    storages.of(file).createIfAbsent(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
