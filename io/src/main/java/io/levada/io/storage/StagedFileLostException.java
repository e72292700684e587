/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;

/**
 * A staged file is gone, or not what was staged, and its final location does not hold it either:
 * the run that staged it can't be published.
 */
public final class StagedFileLostException extends IOException {

  private static final int LONGEST_ID = 300;

  private final StagedFile file;

  /**
   * @param found what was found instead, as {@code "it is gone"}
   */
  public StagedFileLostException(StagedFile file, String found) {
    super(
        "Cannot complete "
            + file.location()
            + ": its staged file is lost: "
            + shortened(file.stagingId())
            + " ("
            + found
            + "; the run must be rolled back)");
    this.file = file;
  }

  /** A file of many parts has a long id. */
  private static String shortened(String id) {
    return id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID) + "…";
  }

  public StagedFile file() {
    return file;
  }
}
