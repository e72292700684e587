/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the run {@code run-1} of a local table stages, and what it has staged. */
final class StagedFiles {

  private final Path staging;
  private final StagingArea area;

  StagedFiles(Path folder) {
    this.staging = folder.resolve("staging");
    Location home = Location.of(folder.toString());
    this.area =
        new StagingArea(
            Storages.stagingIn(Location.of(staging.toString())),
            home.child("table"),
            home.child("runs/run-1"),
            "run-1");
  }

  StagingArea area() {
    return area;
  }

  /** The folder of the staged files, which is there when there are any. */
  Path folder() {
    return staging;
  }

  List<Path> all() throws IOException {
    if (!Files.isDirectory(staging)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(staging)) {
      return files.toList();
    }
  }

  /** Completes the files of the manifest. */
  void publish() throws IOException {
    List<StagedFile> files = Manifest.read(area).files().stream().map(area::staged).toList();
    area.storages().of(area.table()).complete(files);
  }
}
