/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds the files that an input names. */
public final class InputFiles {

  private InputFiles() {}

  /** The files of a local input, as {@link #list(Storages, String)}. */
  public static List<InputFile> list(String spec) throws IOException {
    return list(Storages.withoutStaging(), spec);
  }

  /**
   * The files that a person means by a text, in the order of {@link Location}, each with the index
   * of its place:
   *
   * <ul>
   *   <li>a file: itself, whatever its name
   *   <li>a folder: all files below it at any depth
   *   <li>else a pattern: the files whose names match, where {@code *} and {@code ?} match within
   *       one name, {@code **} across folders, {@code [a-z]} a character, {@code {a,b}} either
   * </ul>
   *
   * <p>A file or folder whose very name has such characters goes before what it would mean as a
   * pattern. Below the folder, or the part of a pattern that has no special character, files and
   * folders whose names begin with {@code _} or {@code .} are left out. Files without content are
   * listed: their counts tile them like any other's.
   *
   * @return empty if the folder exists without such a file
   * @throws MissingInputException if there is no such file or folder, or nothing matches
   * @throws IllegalArgumentException if the text is neither a location nor a pattern
   */
  public static List<InputFile> list(Storages storages, String spec) throws IOException {
    Location location = Location.of(spec);
    Storage storage = storages.of(location);
    Optional<Entry> file = storage.status(location);
    if (file.isPresent()) {
      return List.of(new InputFile(0, file.get()));
    }
    if (storage.folderExists(location)) {
      return list(storage, location, found -> true);
    }
    if (!Glob.isGlob(spec)) {
      throw new MissingInputException(spec, "check the path");
    }

    Glob glob = Glob.of(spec);
    List<InputFile> matching = list(storage, glob.folder(), glob::matches);
    if (matching.isEmpty()) {
      throw new MissingInputException(
          spec, "no file matches; * stays within one name, use ** to cross folders");
    }
    return matching;
  }

  /**
   * The folder that has all that a person means by a text, as {@link #list(Storages, String)}: the
   * one that a file or folder is in, or the part of a pattern in front of its first special
   * character. What has no folder above it is its own.
   */
  public static Location around(Storages storages, String spec) throws IOException {
    Location location = Location.of(spec);
    Storage storage = storages.of(location);
    boolean isPattern =
        Glob.isGlob(spec) && storage.status(location).isEmpty() && !storage.folderExists(location);
    if (isPattern) {
      return Glob.of(spec).folder();
    }
    return location.hasParent() ? location.parent() : location;
  }

  /** The files below a folder, as {@link #list(Storages, String)}; none if it is missing. */
  public static List<InputFile> below(Storages storages, Location folder) throws IOException {
    return list(storages.of(folder), folder, found -> true);
  }

  /** The files, each with its place as index. */
  public static List<InputFile> numbered(List<Entry> files) {
    List<InputFile> numbered = new ArrayList<>();
    for (Entry file : files) {
      numbered.add(new InputFile(numbered.size(), file));
    }
    return numbered;
  }

  /** The files that are left without some of them, each with its new place as index. */
  public static List<InputFile> without(List<InputFile> files, Collection<InputFile> unwanted) {
    Set<InputFile> without = new HashSet<>(unwanted);
    return numbered(
        files.stream().filter(file -> !without.contains(file)).map(InputFile::entry).toList());
  }

  private static List<InputFile> list(Storage storage, Location folder, Predicate<Location> wanted)
      throws IOException {
    List<InputFile> files = new ArrayList<>();
    storage.list(
        folder,
        location -> isVisible(location.name()),
        entry -> {
          if (wanted.test(entry.location())) {
            files.add(new InputFile(files.size(), entry));
          }
        });
    return files;
  }

  private static boolean isVisible(String name) {
    return !name.startsWith("_") && !name.startsWith(".");
  }
}
