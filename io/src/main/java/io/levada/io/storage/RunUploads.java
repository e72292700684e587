/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which uploads on S3 are a run's: those in its folders whose key has the run's id in it. A listing
 * of uploads shows keys, and nothing else that could tell a run's from another's.
 *
 * @param run letters, digits, {@code -} and {@code _}
 * @param folders all that the run writes to
 */
record RunUploads(String run, List<Location> folders) implements Serializable {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

  RunUploads {
    folders = List.copyOf(folders);
    if (!PLAIN.matcher(run).matches()) {
      throw new IllegalArgumentException("Invalid run: '" + run + "'");
    }
  }

  List<Location> foldersOnS3() {
    return folders.stream().filter(folder -> folder.scheme().equals(S3Key.SCHEME)).toList();
  }

  boolean cover(Location location) {
    return folders.stream().anyMatch(location::isWithin) && areAt(S3Key.of(location).key());
  }

  /** Not if it is but a part of a longer id. */
  boolean areAt(String key) {
    for (int at = key.indexOf(run); at >= 0; at = key.indexOf(run, at + 1)) {
      int end = at + run.length();
      if ((at == 0 || !Character.isLetterOrDigit(key.charAt(at - 1)))
          && (end == key.length() || !Character.isLetterOrDigit(key.charAt(end)))) {
        return true;
      }
    }
    return false;
  }
}
