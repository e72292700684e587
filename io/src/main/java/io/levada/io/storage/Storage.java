/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A place for files.
 *
 * <p>Every method works on the exact location it is given, never on a prefix of it. A message of an
 * {@link IOException} says what could not be done, with which location, why, and what helps. What a
 * method has written, created or deleted survives a crash of the machine when it returns, except
 * where it says otherwise. All methods may be called from several threads.
 *
 * <p>A writer that was cut off can leave files whose names begin with {@code .levada-}; no listing
 * shows them.
 */
public interface Storage {

  /**
   * Visits every file below a folder at any depth, in the order of {@link Location}. Holds the
   * names of one folder and its parents in memory, not the whole listing. A folder that is missing,
   * or is a file, has no files.
   *
   * @param wanted says of each location below the folder, of a folder or a file, whether it belongs
   *     to the listing; what it refuses is not looked at, with all that is below it
   * @throws IOException if a folder can't be read, or holds what is neither file nor folder (a
   *     dangling link, a pipe), so that nothing is missed silently
   */
  void list(Location folder, Predicate<Location> wanted, EntryVisitor visitor) throws IOException;

  /** Visits every file below a folder, as {@link #list(Location, Predicate, EntryVisitor)}. */
  default void list(Location folder, EntryVisitor visitor) throws IOException {
    list(folder, location -> true, visitor);
  }

  /** The file at the location, or empty if there is none; a folder is none. */
  Optional<Entry> status(Location location) throws IOException;

  /**
   * Whether there is a folder, be it empty. Where folders are but a part of names, as on S3, one
   * exists as long as there is a file below it, or a marker for it.
   */
  boolean folderExists(Location location) throws IOException;

  /**
   * Whether folders exist by themselves. Where they are but a part of names, a file may stand
   * beside what is below its name, and staged files are written where they will be.
   */
  boolean hasFolders();

  /** Whether a file can have this name, as far as its length tells. */
  boolean takesName(Location location);

  /**
   * Opens a file as long as it is the one that was listed. If it is gone or not the one listed,
   * this method or the first read of a byte throws {@link ChangedWhileReadingException}.
   */
  OpenFile open(Entry expected) throws IOException;

  /** The content of a small file, or empty if there is none. */
  Optional<byte[]> read(Location location) throws IOException;

  /**
   * Creates a file with its content in one step; missing folders are made. Of any number of callers
   * exactly one creates it, and nobody ever sees a part of it.
   *
   * @return whether this call has created it; false if it was there, whatever its content
   * @throws IOException if it can't be created, or if that is not known: an answer can be lost.
   *     Only {@link #read} tells then
   */
  boolean createIfAbsent(Location location, byte[] content) throws IOException;

  /** Writes a small file over the one that may be there, in one step; missing folders are made. */
  void write(Location location, byte[] content) throws IOException;

  /**
   * Deletes a file; one that is not there is deleted.
   *
   * @throws IOException if the location is a folder, where folders exist by themselves
   */
  void delete(Location location) throws IOException;

  /**
   * Deletes files as {@link #delete}, in less time than one by one. After an exception those are
   * deleted that could be, as far as the storage was reached.
   *
   * @throws IOException if one can't be deleted, whatever becomes of the others
   */
  void deleteAll(Collection<Location> locations) throws IOException;

  /**
   * Deletes a file as long as it is the one that was listed.
   *
   * @return false if another file is there; true if it was deleted or is gone
   */
  boolean deleteIfUnchanged(Entry expected) throws IOException;

  /**
   * Moves a file as long as it is the one that was listed; missing folders are made. May be
   * repeated, also after a crash half-way, when it is at both locations: a file at the target that
   * was moved there is known again. If the source has become another file meanwhile, that one
   * stays.
   *
   * @return whether the target holds the file that was listed; false if the source was gone or
   *     another file, and nothing was done, whatever is at the target
   * @throws IllegalArgumentException if the target is the source, or in another storage
   * @throws IOException if another file is at the target, and the source is the one that was
   *     listed; both are left alone
   */
  boolean moveIfUnchanged(Entry source, Location target) throws IOException;

  /**
   * Begins a file that becomes visible at its location when it is completed, and only then.
   *
   * @param attempt letters, digits, {@code -} and {@code _}, up to 64: another for each try to
   *     write this location, so that a try that was cut off or goes on elsewhere does no harm
   * @throws IllegalStateException if the storage was made without a place for staged files
   * @throws IllegalArgumentException if the attempt is no such word, or if the location is not one
   *     that the storage was made for ({@link Storages#forRun})
   */
  StagedUpload stage(Location location, String attempt) throws IOException;

  /**
   * Makes finished staged files survive a crash of the machine, whichever process wrote them; until
   * then they need not. Many at once take a tenth of the time of one by one. A file that is
   * complete already is made to survive where it is.
   *
   * @throws StagedFileLostException if one is seen to be neither staged nor complete with its
   *     length; storages whose staged files survive anyway don't look
   */
  void syncStaged(Collection<StagedFile> files) throws IOException;

  /**
   * Makes staged files visible at their locations, each in one step; missing folders are made. May
   * be repeated, in whole or in part, also after a crash: a file that is there as it was staged,
   * and whose staged file is gone, is complete. After an exception some may be visible.
   *
   * @throws StagedFileLostException if a staged file is gone and its location has no file of its
   *     length, or if it has another length than it was staged with
   * @throws IOException if another file is at a location; it is left alone
   */
  void complete(Collection<StagedFile> files) throws IOException;

  /** Removes a staged file; one that is gone, or was completed, is removed. */
  void discard(StagedFile file) throws IOException;

  /**
   * Removes every staged file in this storage's place for them, finished or not, but those named. A
   * writer that is still at work may leave one behind.
   *
   * @param keep {@link StagedFile#stagingId}s
   * @return how many were removed
   */
  int discardStagedExcept(Set<String> keep) throws IOException;

  /**
   * Removes what writers that were cut off have left of files that they had not finished, in a
   * folder and below it: files that no listing shows, and folders with nothing in them. A writer
   * that is at work there may fail, and finds out. Where files are made in one step, nothing is
   * left.
   */
  void discardUnfinished(Location folder) throws IOException;
}
