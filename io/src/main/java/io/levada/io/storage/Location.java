/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.Serializable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The name of a file or folder, whatever characters it is made of.
 *
 * <p>Two forms: an absolute local path ({@code /landing/a b#1%.json}), and a scheme with what it
 * names ({@code s3://bucket/key}). Nothing in either is escaped or decoded: {@code %}, {@code #},
 * {@code ?}, {@code +} and blanks stand for themselves, in {@code file://} too. Locations are
 * ordered by the code points of their text, which is the order in which storages list.
 *
 * @param uri the text, without a slash at its end
 */
public record Location(String uri) implements Serializable, Comparable<Location> {

  private static final String FILE = "file";
  private static final String SCHEME_END = "://";

  public Location {
    int scheme = schemeLength(uri);
    if (scheme < 0 ? !uri.startsWith("/") : uri.length() <= scheme + SCHEME_END.length()) {
      throw new IllegalArgumentException(
          "Invalid location: '" + uri + "' (give an absolute path, or scheme://name)");
    }
    if (uri.endsWith("/") && !uri.equals("/")) {
      throw new IllegalArgumentException("Invalid location: '" + uri + "' (remove the last slash)");
    }
  }

  /**
   * The location that a person wrote: a path, relative ones from the working directory, {@code
   * file:} with a path, or another scheme with a name.
   *
   * @throws IllegalArgumentException if the text is empty, names a host in {@code file://host/}, or
   *     can't be a path on this machine
   */
  public static Location of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("Invalid location: '' (give a path)");
    }

    if (text.startsWith(FILE + SCHEME_END)) {
      String path = text.substring((FILE + SCHEME_END).length());
      if (!path.startsWith("/")) {
        throw new IllegalArgumentException(
            "Invalid location: '" + text + "' (a local file has three slashes: file:///path)");
      }
      return local(path);
    }
    if (text.startsWith(FILE + ":/")) {
      return local(text.substring(FILE.length() + 1));
    }
    return schemeLength(text) < 0 ? local(text) : new Location(withoutLastSlash(text));
  }

  /** The scheme, {@code file} for a local path. */
  public String scheme() {
    int length = schemeLength(uri);
    return length < 0 ? FILE : uri.substring(0, length);
  }

  /** What follows the last slash; empty for the root. */
  public String name() {
    return uri.substring(uri.lastIndexOf('/') + 1);
  }

  /**
   * The location in this folder.
   *
   * @param name one name, or several with slashes between them
   * @throws IllegalArgumentException if it is empty, starts or ends with a slash, or has {@code .}
   *     or {@code ..} as one of its names
   */
  public Location child(String name) {
    if (name.isEmpty() || name.startsWith("/") || name.endsWith("/")) {
      throw new IllegalArgumentException("Invalid name in " + uri + ": '" + name + "'");
    }
    for (String part : name.split("/", -1)) {
      if (part.equals(".") || part.equals("..")) {
        throw new IllegalArgumentException(
            "Invalid name in " + uri + ": '" + name + "' ('" + part + "' leads elsewhere)");
      }
    }
    return new Location(prefix() + name);
  }

  /** Whether a folder holds this: it is neither a root nor a bucket. */
  public boolean hasParent() {
    int root = schemeLength(uri) < 0 ? 0 : schemeLength(uri) + SCHEME_END.length();
    return uri.lastIndexOf('/') >= root && !uri.equals("/");
  }

  /**
   * The folder that holds this location.
   *
   * @throws IllegalStateException if there is {@linkplain #hasParent none}
   */
  public Location parent() {
    if (!hasParent()) {
      throw new IllegalStateException("No folder holds " + uri);
    }

    int slash = uri.lastIndexOf('/');
    return new Location(slash == 0 ? "/" : uri.substring(0, slash));
  }

  /** Whether this is the folder itself or anything below it. */
  public boolean isWithin(Location folder) {
    return equals(folder) || uri.startsWith(folder.prefix());
  }

  /**
   * The names that lead from the folder to this location, with slashes between them.
   *
   * @throws IllegalArgumentException if this location is not below the folder
   */
  public String relativeTo(Location folder) {
    String prefix = folder.prefix();
    if (!uri.startsWith(prefix) || uri.length() == prefix.length()) {
      throw new IllegalArgumentException(uri + " is not below " + folder);
    }
    return uri.substring(prefix.length());
  }

  @Override
  public int compareTo(Location other) {
    return compareCodePoints(uri, other.uri);
  }

  @Override
  public String toString() {
    return uri;
  }

  /** Orders as the UTF-8 bytes do, which {@link String#compareTo} does not. */
  static int compareCodePoints(String left, String right) {
    int length = Math.min(left.length(), right.length());
    for (int i = 0; i < length; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        boolean bothOrNeither = Character.isSurrogate(a) == Character.isSurrogate(b);
        return bothOrNeither ? a - b : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return left.length() - right.length();
  }

  private static Location local(String path) {
    try {
      return new Location(Path.of(path).toAbsolutePath().normalize().toString());
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(StorageException.invalidPath(path, e), e);
    }
  }

  private String prefix() {
    return uri.endsWith("/") ? uri : uri + "/";
  }

  private static String withoutLastSlash(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return text.substring(0, end);
  }

  /** The length of the scheme in front of {@code ://}, or -1 if the text is a path. */
  private static int schemeLength(String text) {
    int end = text.indexOf(SCHEME_END);
    if (end < 2 || !Character.isLetter(text.charAt(0))) {
      return -1;
    }
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 128 || (!Character.isLetterOrDigit(c) && c != '+' && c != '-' && c != '.')) {
        return -1;
      }
    }
    return end;
  }
}
