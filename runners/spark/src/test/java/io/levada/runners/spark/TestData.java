/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import java.nio.file.Path;

/** The project's test data. */
final class TestData {

  private static final Path FOLDER = Path.of("../../test-data").toAbsolutePath().normalize();

  private TestData() {}

  static Path of(String path) {
    return FOLDER.resolve(path);
  }
}
