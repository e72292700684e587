/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads a group that is annotated as a map. Of a key that is there twice the last value counts. */
final class MapConverter extends GroupConverter {

  private final String name;
  private final Target target;
  private final int place;
  private final Entry entry;
  private Map<Object, @Nullable Object> map = new LinkedHashMap<>();

  MapConverter(GroupType group, FieldType type, Target target, int place) {
    this.name = group.getName();
    this.target = target;
    this.place = place;
    this.entry = new Entry(MapLayout.of(group), type);
  }

  @Override
  public Converter getConverter(int field) {
    return entry;
  }

  @Override
  public void start() {
    map = new LinkedHashMap<>();
  }

  @Override
  public void end() {
    target.set(place, map);
  }

  private final class Entry extends GroupConverter {
    private final Converter keys;
    private final Converter values;
    private final boolean valueIsRepeated;
    private @Nullable Object key;
    private @Nullable Object value;

    Entry(MapLayout layout, FieldType type) {
      Type stored = layout.value();
      FieldType valueType = type.getMapValueType();
      this.valueIsRepeated = stored.isRepetition(Repetition.REPEATED);
      this.keys =
          ValueConverter.of(layout.key(), type.getMapKeyType(), (unused, found) -> key = found, 0);
      this.values =
          valueIsRepeated
              ? ValueConverter.of(stored, valueType.getCollectionElementType(), this::addToValue, 0)
              : ValueConverter.of(stored, valueType, (unused, found) -> value = found, 0);
    }

    @Override
    public Converter getConverter(int field) {
      return field == 0 ? keys : values;
    }

    @Override
    public void start() {
      key = null;
      value = valueIsRepeated ? new ArrayList<>() : null;
    }

    @Override
    public void end() {
      if (key == null) {
        throw new ParquetDecodingException("map " + name + " has a null for a key");
      }
      map.put(key, value);
    }

    @SuppressWarnings("unchecked") // start() has put the list there
    private void addToValue(int unused, Object found) {
      ((List<Object>) value).add(found);
    }
  }
}
