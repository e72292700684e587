/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.util.regex.Pattern;

/**
 * Writes a file that stays invisible until it is completed. Ended by {@link #finish} or {@link
 * #abort}; {@link #close} without either aborts. For one thread at a time.
 */
public abstract class StagedUpload extends OutputStream {

  private static final Pattern ATTEMPT = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /** How many bytes were written so far. */
  public abstract long position();

  /**
   * Ends the file. It can be completed from now on; that it survives a crash of the machine is
   * certain when {@link Storage#syncStaged} has returned.
   *
   * @throws IllegalStateException if it was finished or aborted before
   */
  public abstract StagedFile finish() throws IOException;

  /** Removes what was written; without effect if it was finished or aborted before. */
  public abstract void abort() throws IOException;

  @Override
  public final void close() throws IOException {
    abort();
  }

  static void checkAttempt(String attempt) {
    if (!ATTEMPT.matcher(attempt).matches()) {
      throw new IllegalArgumentException("Invalid attempt: '" + attempt + "'");
    }
  }
}
