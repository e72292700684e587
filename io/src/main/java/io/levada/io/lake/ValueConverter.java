/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ColumnKind;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.Schema.TypeName;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads scalars. The value of a dictionary's entry is made once. */
abstract class ValueConverter extends PrimitiveConverter {

  private final Target target;
  private final int place;
  private @Nullable Dictionary dictionary;
  private Object[] entries = new Object[0];

  private ValueConverter(Target target, int place) {
    this.target = target;
    this.place = place;
  }

  /**
   * The converter of a value of any type, whatever its repetition.
   *
   * @param type what it becomes
   */
  static Converter of(Type stored, FieldType type, Target target, int place) {
    if (stored.isPrimitive()) {
      return scalar(stored.asPrimitiveType(), type, target, place);
    }

    GroupType group = stored.asGroupType();
    if (ListLayout.isList(group)) {
      return new ListConverter(group, type, target, place);
    }
    return MapLayout.isMap(group)
        ? new MapConverter(group, type, target, place)
        : StructConverter.of(group, type, target, place);
  }

  private static Converter scalar(PrimitiveType stored, FieldType type, Target target, int place) {
    return switch (stored.getPrimitiveTypeName()) {
      case BOOLEAN -> new Booleans(target, place);
      case INT32 -> new Ints(target, place, ParquetValues.ofInts(stored, type));
      case INT64 -> new Longs(target, place, ParquetValues.ofLongs(stored, type));
      case FLOAT -> new Floats(target, place, ColumnKind.of(type) == ColumnKind.DOUBLE);
      case DOUBLE -> new Doubles(target, place);
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 ->
          new Binaries(
              target,
              place,
              ParquetValues.ofBinaries(stored, type),
              type.getTypeName() != TypeName.BYTES);
    };
  }

  /** The value of a dictionary's entry. */
  abstract Object decode(Dictionary from, int entry);

  final void set(Object value) {
    target.set(place, value);
  }

  @Override
  public boolean hasDictionarySupport() {
    return true;
  }

  @Override
  public final void setDictionary(Dictionary dictionary) {
    this.dictionary = dictionary;
    this.entries = new Object[dictionary.getMaxId() + 1];
  }

  @Override
  public final void addValueFromDictionary(int entry) {
    Object value = entries[entry];
    if (value == null) {
      value = decode(dictionary, entry);
      entries[entry] = value;
    }
    set(value);
  }

  private static final class Booleans extends ValueConverter {
    Booleans(Target target, int place) {
      super(target, place);
    }

    @Override
    public void addBoolean(boolean value) {
      set(value);
    }

    @Override
    Object decode(Dictionary from, int entry) {
      return from.decodeToBoolean(entry);
    }
  }

  private static final class Ints extends ValueConverter {
    private final IntFunction<Object> values;

    Ints(Target target, int place, IntFunction<Object> values) {
      super(target, place);
      this.values = values;
    }

    @Override
    public void addInt(int value) {
      set(values.apply(value));
    }

    @Override
    Object decode(Dictionary from, int entry) {
      return values.apply(from.decodeToInt(entry));
    }
  }

  private static final class Longs extends ValueConverter {
    private final LongFunction<Object> values;

    Longs(Target target, int place, LongFunction<Object> values) {
      super(target, place);
      this.values = values;
    }

    @Override
    public void addLong(long value) {
      set(values.apply(value));
    }

    @Override
    Object decode(Dictionary from, int entry) {
      return values.apply(from.decodeToLong(entry));
    }
  }

  private static final class Floats extends ValueConverter {
    private final boolean widened;

    Floats(Target target, int place, boolean widened) {
      super(target, place);
      this.widened = widened;
    }

    @Override
    public void addFloat(float value) {
      set(value(value));
    }

    @Override
    Object decode(Dictionary from, int entry) {
      return value(from.decodeToFloat(entry));
    }

    private Object value(float value) {
      if (widened) {
        return (double) value;
      }
      return value;
    }
  }

  private static final class Doubles extends ValueConverter {
    Doubles(Target target, int place) {
      super(target, place);
    }

    @Override
    public void addDouble(double value) {
      set(value);
    }

    @Override
    Object decode(Dictionary from, int entry) {
      return from.decodeToDouble(entry);
    }
  }

  private static final class Binaries extends ValueConverter {
    private final Function<Binary, Object> values;
    private final boolean shared;

    /**
     * @param shared whether rows may have the same object for a value: not if it can be changed
     */
    Binaries(Target target, int place, Function<Binary, Object> values, boolean shared) {
      super(target, place);
      this.values = values;
      this.shared = shared;
    }

    @Override
    public boolean hasDictionarySupport() {
      return shared;
    }

    @Override
    public void addBinary(Binary value) {
      set(values.apply(value));
    }

    @Override
    Object decode(Dictionary from, int entry) {
      return values.apply(from.decodeToBinary(entry));
    }
  }
}
