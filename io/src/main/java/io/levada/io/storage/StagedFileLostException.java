/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;

/**
 * A staged file is gone and its final location does not hold it either: the run that staged it
 * can't be published.
 */
public final class StagedFileLostException extends IOException {

  private final StagedFile file;

  public StagedFileLostException(StagedFile file, String found) {
    super(
        "Cannot complete "
            + file.location()
            + ": its staged file is gone: "
            + file.stagingId()
            + " ("
            + found
            + "; the run must be rolled back)");
    this.file = file;
  }

  public StagedFile file() {
    return file;
  }
}
