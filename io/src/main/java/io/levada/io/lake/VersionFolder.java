/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.util.regex.Pattern;

/**
 * The folder that holds one version of a partition: {@code run=<id of a run>}, the last one in the
 * path of a file. It is no partition column, though other readers of the folder take it for one.
 */
public final class VersionFolder {

  /** The column that it would be. */
  public static final String COLUMN = "run";

  /** The folder of no version: that of a table that has none yet. */
  public static final String NONE = COLUMN + "=00000000T000000000Z-000000000000";

  private static final Pattern NAME = Pattern.compile(COLUMN + "=[0-9]{8}T[0-9]{9}Z-[0-9a-f]{12}");

  private VersionFolder() {}

  /** The name of the folder of what a run has written. */
  public static String of(String run) {
    return COLUMN + "=" + run;
  }

  /** Whether a folder's name is that of a version. */
  public static boolean is(String name) {
    return NAME.matcher(name).matches();
  }

  /** The path of a partition, below the table, without the version at its end, if there is one. */
  public static String strip(String path) {
    int slash = path.lastIndexOf('/');
    return is(path.substring(slash + 1)) ? path.substring(0, Math.max(slash, 0)) : path;
  }
}
