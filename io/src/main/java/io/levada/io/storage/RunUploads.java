/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which uploads on S3 are a run's: those in its folders whose key has the run's id in it. A listing
 * of uploads shows keys, and nothing else that could tell a run's from another's.
 *
 * @param runs one to write for, or several to clear up after: letters, digits, {@code -} and {@code
 *     _}
 * @param folders all that the runs write to
 */
record RunUploads(List<String> runs, List<Location> folders) implements Serializable {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

  RunUploads {
    runs = List.copyOf(runs);
    folders = List.copyOf(folders);
    for (String run : runs) {
      if (!PLAIN.matcher(run).matches()) {
        throw new IllegalArgumentException("Invalid run: '" + run + "'");
      }
    }
  }

  /** The one to write for. */
  String run() {
    return runs.get(0);
  }

  List<Location> foldersOnS3() {
    return folders.stream().filter(folder -> folder.scheme().equals(S3Key.SCHEME)).toList();
  }

  boolean cover(Location location) {
    return folders.stream().anyMatch(location::isWithin) && areAt(S3Key.of(location).key());
  }

  boolean areAt(String key) {
    return runs.stream().anyMatch(run -> isIn(key, run));
  }

  /** Not if it is but a part of a longer id. */
  private static boolean isIn(String key, String run) {
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
