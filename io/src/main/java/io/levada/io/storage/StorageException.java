/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Something could not be done with a file or folder: what, with which, why, and what helps. */
public final class StorageException extends IOException {

  private record Remedy(String reason, String remedy) {}

  /** By what the operating system says, which is the same text on Linux and macOS. */
  private static final List<Remedy> REMEDIES =
      List.of(
          new Remedy("No space left on device", "free space there, or choose another folder"),
          new Remedy("Disk quota exceeded", "free space there, or choose another folder"),
          new Remedy("File name too long", "a name may have up to 255 bytes"),
          new Remedy("Read-only file system", "choose a folder that can be written"),
          new Remedy("Permission denied", "give this user the permission, or choose another place"),
          new Remedy("Operation not permitted", "the file system or its rights do not allow it"),
          new Remedy("Not a directory", "a part of the path is a file; choose another path"),
          new Remedy("Is a directory", "a folder is there; choose another path"),
          new Remedy("Invalid cross-device link", "staging must be on the target's file system"),
          new Remedy("Another file is there", "move or remove one of them"),
          new Remedy("Too many open files", "raise the limit of open files (ulimit -n)"),
          new Remedy("Too many levels of symbolic links", "links lead back to themselves"),
          new Remedy("Input/output error", "the disk or the network share fails; check it"));

  private StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * @param doing what failed, as {@code "write"}
   */
  static IOException of(String doing, Object what, IOException cause) {
    if (cause instanceof StorageException
        || cause instanceof ChangedWhileReadingException
        || cause instanceof StagedFileLostException) {
      return cause;
    }

    String reason = reason(cause);
    return of(doing, what, reason, remedy(reason), cause);
  }

  /**
   * @param doing what failed, as {@code "write"}
   */
  static IOException of(String doing, Object what, String reason, String remedy) {
    return of(doing, what, reason, remedy, null);
  }

  /**
   * @param doing what failed, as {@code "write"}
   */
  static IOException of(
      String doing,
      Object what,
      String reason,
      @Nullable String remedy,
      @Nullable Throwable cause) {
    String help = remedy == null ? "" : " (" + remedy + ")";
    return new StorageException("Cannot " + doing + " " + what + ": " + reason + help, cause);
  }

  static String invalidPath(String path, InvalidPathException cause) {
    String reason = cause.getReason();
    boolean unmappable = reason.contains("unmappable");
    return "Invalid path: '"
        + path
        + "' ("
        + (unmappable ? "this process's locale has no such characters: set LC_ALL=C.UTF-8" : reason)
        + ")";
  }

  private static String reason(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return "Permission denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "No such file or folder";
    }
    if (cause instanceof NotDirectoryException) {
      return "Not a directory";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return "Another file is there";
    }
    if (cause instanceof AtomicMoveNotSupportedException) {
      return "Invalid cross-device link";
    }
    if (cause instanceof FileSystemLoopException) {
      return "Too many levels of symbolic links";
    }
    if (cause instanceof FileSystemException failure && failure.getReason() != null) {
      return failure.getReason();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static @Nullable String remedy(String reason) {
    for (Remedy known : REMEDIES) {
      if (reason.contains(known.reason())) {
        return known.remedy();
      }
    }
    return null;
  }
}
