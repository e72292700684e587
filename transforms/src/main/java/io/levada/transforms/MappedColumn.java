/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Envelope;
import java.io.Serializable;
import java.util.Locale;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A column that {@link MapColumns} makes.
 *
 * @param name its name
 * @param of what it is made of
 * @param type what its values are cast to, or null for the type that they have
 */
public record MappedColumn(String name, ColumnExpression of, @Nullable ValueType type)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if columns can't have the name
   */
  public MappedColumn {
    Objects.requireNonNull(of, "of");
    if (name.isBlank() || name.toLowerCase(Locale.ROOT).startsWith(Envelope.RESERVED_PREFIX)) {
      throw new IllegalArgumentException(
          "Invalid column name: '"
              + name
              + "' (take one that is not blank and does not begin with "
              + Envelope.RESERVED_PREFIX
              + ")");
    }
  }

  /** A column of the type that the expression has. */
  public static MappedColumn of(String name, ColumnExpression of) {
    return new MappedColumn(name, of, null);
  }

  /** A column of another name. */
  public static MappedColumn renamed(String source, String name) {
    return of(name, ColumnExpression.column(source));
  }

  /** The same, cast to a type. */
  public MappedColumn as(ValueType other) {
    return new MappedColumn(name, of, other);
  }
}
