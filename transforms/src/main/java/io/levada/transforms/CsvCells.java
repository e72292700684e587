/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** What cells say that their text alone does not. */
record CsvCells(List<String> nulls, boolean decimalComma) implements Serializable {

  CsvCells {
    nulls = new ArrayList<>(nulls);
  }

  /** Whether the cell is null, as it stands, of whatever type. */
  boolean isNull(char[] chars, int from, int length, boolean isQuoted) {
    if (isQuoted) {
      return false;
    }
    for (int i = 0; i < nulls.size(); i++) {
      String text = nulls.get(i);
      if (text.length() == length && equals(text, chars, from)) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #isNull}, of a cell without the spaces around it that is to be no string. */
  boolean isNullValue(char[] chars, int from, int length, boolean isQuoted) {
    return isQuoted ? length == 0 : isNull(chars, from, length, false);
  }

  private static boolean equals(String text, char[] chars, int from) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != chars[from + i]) {
        return false;
      }
    }
    return true;
  }
}
