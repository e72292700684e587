/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class NearestName {

  private NearestName() {}

  /**
   * The candidate nearest to a name that is none of them: letters swapped, missing, wrong or too
   * many, or only the beginning typed. Case and dashes do not count. The first of two equally near
   * ones wins; empty if none is near.
   */
  public static Optional<String> of(String name, Collection<String> candidates) {
    String wanted = normal(name);
    String nearest = null;
    int best = Math.max(1, wanted.length() / 3) + 1;
    for (String candidate : candidates) {
      int distance = distance(wanted, normal(candidate));
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return nearest == null ? byBeginning(wanted, candidates) : Optional.of(nearest);
  }

  private static Optional<String> byBeginning(String wanted, Collection<String> candidates) {
    if (wanted.length() < 2) {
      return Optional.empty();
    }

    return candidates.stream()
        .filter(candidate -> normal(candidate).startsWith(wanted))
        .findFirst();
  }

  private static String normal(String name) {
    return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Edit distance in which two neighbours swapped count once. */
  private static int distance(String left, String right) {
    int[][] distances = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        distances[i][j] = i == 0 || j == 0 ? i + j : step(distances, left, right, i, j);
      }
    }
    return distances[left.length()][right.length()];
  }

  private static int step(int[][] distances, String left, String right, int i, int j) {
    boolean same = left.charAt(i - 1) == right.charAt(j - 1);
    int least = distances[i - 1][j - 1] + (same ? 0 : 1);
    least = Math.min(least, distances[i - 1][j] + 1);
    least = Math.min(least, distances[i][j - 1] + 1);
    boolean swapped =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
  }
}
