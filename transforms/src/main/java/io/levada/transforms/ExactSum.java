/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A sum of numbers of one kind without any rounding, so that it does not depend on the order of
 * adding.
 */
sealed interface ExactSum permits ExactDoubleSum, ExactLongSum, ExactDecimalSum {

  /**
   * A sum of nothing.
   *
   * @throws IllegalArgumentException if values of the kind are no numbers
   */
  static ExactSum of(ColumnKind kind) {
    return switch (kind) {
      case FLOAT, DOUBLE -> new ExactDoubleSum();
      case INT16, INT32, INT64 -> new ExactLongSum();
      case DECIMAL -> new ExactDecimalSum();
      case STRING, BYTES, BOOLEAN, DATE, TIMESTAMP, DATETIME, NESTED ->
          throw new IllegalArgumentException("Cannot sum values of kind " + kind);
    };
  }

  /** Adds a value as a row has it. */
  void add(Number value);

  /** Adds all that a sum of the same kind has; that one stays as it is. */
  void addAll(ExactSum other);

  /** The sum divided by the count, which is above zero, rounded once. */
  double mean(long count);

  /**
   * The sum: of floats and doubles a Double, rounded once; of integers a Long; of decimals a
   * BigDecimal.
   *
   * @throws ArithmeticException if it does not fit
   */
  Number total();

  void writeTo(DataOutputStream out) throws IOException;

  /** Adds what {@link #writeTo} wrote. */
  void addFrom(DataInputStream in) throws IOException;
}
