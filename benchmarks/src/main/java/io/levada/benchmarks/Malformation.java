/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

/** The ways in which a generated line cannot be taken, with the reject code that each must get. */
enum Malformation {
  TRUNCATED("NOT_JSON"),
  PLAIN_TEXT("NOT_JSON"),
  ARRAY("NOT_AN_OBJECT"),
  NUMBER("NOT_AN_OBJECT"),
  NO_EVENT_ID("MISSING_FIELD"),
  NULL_TIMESTAMP("MISSING_FIELD"),
  IMPOSSIBLE_DATE("BAD_TIMESTAMP"),
  WORD_FOR_TIMESTAMP("BAD_TIMESTAMP"),
  TRUE_FOR_TIMESTAMP("BAD_TYPE");

  private static final Malformation[] ALL = values();

  private final String code;

  Malformation(String code) {
    this.code = code;
  }

  String code() {
    return code;
  }

  /** One after the other, so that few malformed lines show many ways. */
  static Malformation ofNumber(long number) {
    return ALL[Math.floorMod(number, ALL.length)];
  }
}
