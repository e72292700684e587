/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.transforms.ColumnExpression;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * An attribute of the items, as a mapping says it.
 *
 * @param attribute its name
 * @param of what it is made of
 */
record ItemColumn(String attribute, ColumnExpression of, ItemType type) {

  /**
   * @throws IllegalArgumentException if the name is blank
   */
  ItemColumn {
    if (attribute.isBlank()) {
      throw new IllegalArgumentException("Invalid attribute '': give it a name");
    }
  }

  /** The name of the column that it is, with another name or type perhaps; null if it is none. */
  @Nullable String source() {
    return of instanceof ColumnExpression.Column column ? column.name() : null;
  }
}
