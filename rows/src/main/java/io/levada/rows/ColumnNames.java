/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.text.Normalizer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The names of a table's columns. Athena, and the Glue catalog behind it, compare names without
 * regard to case and take letters, digits and underscores; so a column's name is made of its name
 * in the input by one rule:
 *
 * <ol>
 *   <li>letters lose their accents and what else Unicode's compatibility decomposition (NFKD) takes
 *       off them: {@code ç} is {@code c}, {@code ﬁ} is {@code fi}; {@code ß æ œ ø đ ð þ ł ı}, which
 *       it leaves as they are, become {@code ss ae oe o d d th l i};
 *   <li>letters become lower case;
 *   <li>each run of other characters than {@code a-z}, {@code 0-9} and {@code _} becomes one {@code
 *       _}, and goes where the name begins or ends with it;
 *   <li>a name of which nothing is left is {@code _}, and one of more than {@value #MAX_LENGTH}
 *       characters is cut there.
 * </ol>
 *
 * <p>{@code Data de lançamento} is {@code data_de_lancamento}, {@code cityName} is {@code
 * cityname}, {@code Preço (R$)} is {@code preco_r}, {@code a.b} is {@code a_b}, {@code _id} stays.
 */
public final class ColumnNames {

  /** What Athena and Glue take at most. */
  public static final int MAX_LENGTH = 255;

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern OTHERS = Pattern.compile("[^a-z0-9_]+");

  /** Letters that are not a letter with an accent to Unicode. */
  private static final Map<Character, String> PLAIN =
      Map.of(
          'ß', "ss", 'æ', "ae", 'œ', "oe", 'ø', "o", 'đ', "d", 'ð', "d", 'þ', "th", 'ł', "l", 'ı',
          "i");

  private ColumnNames() {}

  /** The name of a column; the same for the name that this gives. */
  public static String safe(String name) {
    String bare = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    StringBuilder plain = new StringBuilder(bare.length());
    for (char letter : bare.toLowerCase(Locale.ROOT).toCharArray()) {
      plain.append(PLAIN.getOrDefault(letter, String.valueOf(letter)));
    }
    String safe = OTHERS.matcher(plain).replaceAll("_");
    int from = isOther(plain, 0) ? 1 : 0;
    int to = isOther(plain, plain.length() - 1) ? safe.length() - 1 : safe.length();
    safe = from < to ? safe.substring(from, to) : "";
    return safe.isEmpty() ? "_" : safe.substring(0, Math.min(safe.length(), MAX_LENGTH));
  }

  private static boolean isOther(CharSequence name, int at) {
    return !name.isEmpty() && OTHERS.matcher(name.subSequence(at, at + 1)).matches();
  }

  /** Whether columns may have the name as it is. */
  public static boolean isSafe(String name) {
    return name.equals(safe(name));
  }

  /**
   * The names of the columns of a table, in the order of those of the input.
   *
   * @return the safe name of each name
   * @throws IllegalArgumentException if two names have one safe name, which the message tells
   */
  public static Map<String, String> mapping(Collection<String> names) {
    Map<String, String> mapping = new LinkedHashMap<>();
    Map<String, String> taken = new LinkedHashMap<>();
    for (String name : names) {
      String safe = safe(name);
      String twin = taken.put(safe, name);
      if (twin != null) {
        throw new IllegalArgumentException(
            "Cannot name columns: '%s' and '%s' are both %s (give one of them another name)"
                .formatted(twin, name, safe));
      }
      mapping.put(name, safe);
    }
    return mapping;
  }

  /**
   * The column that is meant by a name that a person gives it: the one of exactly that name, or
   * else of that name but for the case of letters, or else of its {@linkplain #safe safe} name.
   */
  public static Optional<String> find(Collection<String> columns, String name) {
    if (columns.contains(name)) {
      return Optional.of(name);
    }

    Optional<String> same = columns.stream().filter(name::equalsIgnoreCase).findFirst();
    String safe = safe(name);
    return same.isPresent() || !columns.contains(safe) ? same : Optional.of(safe);
  }

  /**
   * A name that no column has yet: this one, or else with a number behind it.
   *
   * @param taken the names that columns have
   */
  public static String free(String name, Collection<String> taken) {
    String free = safe(name);
    for (int number = 2; taken.contains(free); number++) {
      String behind = "_" + number;
      String kept = safe(name);
      free = kept.substring(0, Math.min(kept.length(), MAX_LENGTH - behind.length())) + behind;
    }
    return free;
  }
}
