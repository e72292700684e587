/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes a file that stays invisible until it is completed. Ended by {@link #finish} or {@link
 * #abort}; {@link #close} without either aborts. For one thread at a time.
 */
public abstract class StagedUpload extends OutputStream {

  /** How many bytes were written so far. */
  public abstract long position();

  /**
   * Ends the file: its content has reached the disk when this returns, its name in the staging
   * folder when {@link Storage#syncStaged} has.
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
}
