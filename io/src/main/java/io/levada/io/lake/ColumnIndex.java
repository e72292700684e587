/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;

/** Where the columns of a schema stand, by their names without regard to case. */
final class ColumnIndex {

  private final Map<String, Integer> places = new HashMap<>();

  private ColumnIndex() {}

  static ColumnIndex of(Schema schema) {
    ColumnIndex index = new ColumnIndex();
    for (int i = 0; i < schema.getFieldCount(); i++) {
      index.places.put(key(schema.getField(i).getName()), i);
    }
    return index;
  }

  /** What names are matched by. */
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** The column's place, or -1 if there is none of that name. */
  int indexOf(String name) {
    return places.getOrDefault(key(name), -1);
  }
}
