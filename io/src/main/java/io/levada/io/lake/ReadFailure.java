/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.ChangedWhileReadingException;
import io.levada.io.storage.Location;
import io.levada.io.storage.StorageException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;

/**
 * Says in one line what was wrong with a file, whatever Parquet's reader threw. Damaged files make
 * it throw nearly anything, errors for lack of memory included, when a page states a size that it
 * does not have.
 */
final class ReadFailure {

  static final String REPLACE = "replace it by a whole copy, or take it out of the table";
  static final String DECRYPT = "write it again without encryption, or take it out of the table";

  private ReadFailure() {}

  /** What to throw instead: the failure itself if it says already what is wrong. */
  static IOException of(Location file, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StorageException
          || cause instanceof ChangedWhileReadingException
          || cause instanceof UnreadableTableException
          || cause instanceof ClosedByInterruptException) {
        return (IOException) cause;
      }
      if (cause instanceof ParquetCryptoRuntimeException) {
        return new UnreadableTableException(file, "it is encrypted", DECRYPT, failure);
      }
      if (cause instanceof LinkageError || cause.getClass().getName().endsWith(".SnappyError")) {
        return new UnreadableTableException(
            file,
            "the library that decompresses it can't be loaded on this machine: " + said(cause),
            "use a system that the library supports, or write the file with gzip",
            failure);
      }
    }
    return new UnreadableTableException(file, reason(failure), REPLACE, failure);
  }

  private static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError) {
        return "its pages do not fit into memory, as they are damaged or larger than this heap";
      }
      if (cause instanceof EOFException) {
        return "it ends before its data does";
      }
      if (cause.getMessage() != null && cause.getMessage().contains("CRC checksum")) {
        return "it is damaged: the checksum of a page does not fit";
      }
    }
    return "its data is damaged: " + said(failure);
  }

  /** Parquet's own messages tell of columns and pages, those of others could quote values. */
  private static String said(Throwable failure) {
    boolean quotes =
        failure.getMessage() == null
            || !(failure instanceof LinkageError
                || failure.getClass().getName().contains(".parquet."));
    return failure.getClass().getSimpleName()
        + (quotes ? "" : ", " + failure.getMessage().replaceAll("\\s+", " ").strip());
  }
}
