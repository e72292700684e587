/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

/**
 * What a condition can come out as: any of SQL's true, false and null. Of a condition whose values
 * are all known it is one of them; while some are not known yet it holds at least those that are
 * possible.
 */
record Outcomes(int set) {

  private static final int TRUE_BIT = 1;
  private static final int FALSE_BIT = 2;
  private static final int NULL_BIT = 4;

  static final Outcomes TRUE = new Outcomes(TRUE_BIT);
  static final Outcomes FALSE = new Outcomes(FALSE_BIT);
  static final Outcomes NULL = new Outcomes(NULL_BIT);
  static final Outcomes TRUE_OR_FALSE = new Outcomes(TRUE_BIT | FALSE_BIT);
  static final Outcomes ANY = new Outcomes(TRUE_BIT | FALSE_BIT | NULL_BIT);

  static Outcomes of(boolean outcome) {
    return outcome ? TRUE : FALSE;
  }

  boolean canBeTrue() {
    return (set & TRUE_BIT) != 0;
  }

  Outcomes negated() {
    int nulls = set & NULL_BIT;
    return new Outcomes(nulls | ((set & TRUE_BIT) << 1) | ((set & FALSE_BIT) >> 1));
  }

  /** False if either is, else null if either is, else true. */
  Outcomes and(Outcomes other) {
    int either = set | other.set;
    int both = set & other.set;
    int result = (either & FALSE_BIT) | (both & TRUE_BIT);
    boolean nulls = canBeNullBeside(other) || other.canBeNullBeside(this);
    return new Outcomes(nulls ? result | NULL_BIT : result);
  }

  Outcomes or(Outcomes other) {
    return negated().and(other.negated()).negated();
  }

  /** Whether this can be null while the other is not false. */
  private boolean canBeNullBeside(Outcomes other) {
    return (set & NULL_BIT) != 0 && (other.set & (TRUE_BIT | NULL_BIT)) != 0;
  }
}
