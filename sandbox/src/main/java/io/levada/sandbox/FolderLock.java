/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second sandbox out of a folder: its writes would not wait for ours. The system releases
 * it when the process ends, however it ends, so that a file which is left means nothing.
 */
final class FolderLock implements AutoCloseable {

  private static final String FILE = "sandbox.lock";

  private final FileChannel file;

  private FolderLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes a folder, which is made if it is missing.
   *
   * @throws UncheckedIOException if another sandbox has it, or it can't be written; the message
   *     says all that is to be said
   */
  static FolderLock take(Path folder) {
    try {
      Files.createDirectories(folder);
      return new FolderLock(locked(folder));
    } catch (FileAlreadyExistsException e) {
      throw failure(folder, "it is a file (give a folder)", e);
    } catch (AccessDeniedException e) {
      throw failure(folder, "no permission to write there", e);
    } catch (NoSuchFileException e) {
      throw failure(folder, "it can't be made (give another folder)", e);
    } catch (FileSystemException e) {
      throw failure(folder, String.valueOf(e.getReason()), e);
    } catch (IOException e) {
      throw failure(folder, e.getMessage(), e);
    }
  }

  private static FileChannel locked(Path folder) throws IOException {
    FileChannel file =
        FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (file.tryLock() != null) {
        return file;
      }
    } catch (OverlappingFileLockException e) {
      // Another sandbox of this very process: told below, as one of any other is.
    } catch (IOException e) {
      file.close();
      throw e;
    }

    file.close();
    throw new IOException("another sandbox is using it (stop that one, or give another folder)");
  }

  private static UncheckedIOException failure(Path folder, String why, IOException cause) {
    return new UncheckedIOException("Cannot keep data in " + folder + ": " + why, cause);
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to release the sandbox's folder", e);
    }
  }
}
