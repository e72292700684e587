/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.Closeable;
import java.io.IOException;

/**
 * A file open for reading at any position, held to the identity it was listed with. For one thread
 * at a time.
 */
public interface OpenFile extends Closeable {

  /** The entry it was opened for. */
  Entry entry();

  /**
   * Reads up to {@code length} bytes that stand at {@code position}, fewer only at the end of the
   * file.
   *
   * @return how many bytes were read, 0 at or behind the end of the file
   * @throws ChangedWhileReadingException if the file is seen to be another than the one listed
   */
  int read(long position, byte[] buffer, int from, int length) throws IOException;

  /**
   * Makes sure that all that was read came from the file that was listed. To be called behind the
   * last read, before anything that was read counts.
   *
   * @throws ChangedWhileReadingException if the file has changed, unless each read has made sure
   */
  void checkUnchanged() throws IOException;
}
