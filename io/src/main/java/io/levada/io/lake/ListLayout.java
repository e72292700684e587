/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * How a group that is annotated as a list holds its elements: each in a repeated group of its own,
 * as is standard, or being the repeated field themselves, as old writers have it. Which one follows
 * from the rules for backward compatibility in the Parquet format's <a
 * href="https://github.com/apache/parquet-format/blob/master/LogicalTypes.md#lists">LogicalTypes.md</a>.
 *
 * @param element the field that is the element
 * @param wrapped whether the element is the only field of the repeated group
 */
record ListLayout(Type element, boolean wrapped) {

  static boolean isList(Type type) {
    return type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation;
  }

  /**
   * The layout of a list.
   *
   * @throws IllegalArgumentException if it has none of those that there are
   */
  static ListLayout of(GroupType list) {
    if (list.getFieldCount() != 1 || !list.getType(0).isRepetition(Repetition.REPEATED)) {
      throw new IllegalArgumentException(
          "a list of which the content is not one repeated field: " + ParquetToBeam.show(list));
    }

    Type repeated = list.getType(0);
    return isElement(list.getName(), repeated)
        ? new ListLayout(repeated, false)
        : new ListLayout(repeated.asGroupType().getType(0), true);
  }

  private static boolean isElement(String listName, Type repeated) {
    if (repeated.isPrimitive()) {
      return true;
    }

    GroupType group = repeated.asGroupType();
    return group.getFieldCount() != 1
        || group.getType(0).isRepetition(Repetition.REPEATED)
        || group.getName().equals("array")
        || group.getName().equals(listName + "_tuple");
  }
}
