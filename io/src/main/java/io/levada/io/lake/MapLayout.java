/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/**
 * The key and value of a group that is annotated as a map, or as old writers did it as {@code
 * MAP_KEY_VALUE}. They are told by their places: old writers had other names.
 */
record MapLayout(Type key, Type value) {

  static boolean isMap(Type type) {
    LogicalTypeAnnotation as = type.getLogicalTypeAnnotation();
    return as instanceof MapLogicalTypeAnnotation || as instanceof MapKeyValueTypeAnnotation;
  }

  /**
   * The layout of a map.
   *
   * @throws IllegalArgumentException if it is none, has no values, or keys that are not scalar
   */
  static MapLayout of(GroupType map) {
    if (map.getFieldCount() != 1
        || !map.getType(0).isRepetition(Repetition.REPEATED)
        || map.getType(0).isPrimitive()) {
      throw invalid("a map of which the content is not one repeated group", map);
    }

    GroupType entry = map.getType(0).asGroupType();
    if (entry.getFieldCount() < 2) {
      throw invalid("a map without values", map);
    }
    if (entry.getFieldCount() > 2) {
      throw invalid("a map whose entries have more than a key and a value", map);
    }
    if (!entry.getType(0).isPrimitive() || entry.getType(0).isRepetition(Repetition.REPEATED)) {
      throw invalid("a map whose keys are not scalar", map);
    }
    return new MapLayout(entry.getType(0), entry.getType(1));
  }

  private static IllegalArgumentException invalid(String reason, GroupType map) {
    return new IllegalArgumentException(reason + ": " + ParquetToBeam.show(map));
  }
}
