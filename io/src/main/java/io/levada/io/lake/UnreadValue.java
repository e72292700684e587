/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** Takes values of a field that a file has and the table has not. */
final class UnreadValue {

  private UnreadValue() {}

  static Converter of(Type stored) {
    return stored.isPrimitive() ? new Scalar() : new Group(stored.asGroupType());
  }

  private static final class Scalar extends PrimitiveConverter {
    @Override
    public void addBinary(Binary value) {}

    @Override
    public void addBoolean(boolean value) {}

    @Override
    public void addDouble(double value) {}

    @Override
    public void addFloat(float value) {}

    @Override
    public void addInt(int value) {}

    @Override
    public void addLong(long value) {}
  }

  private static final class Group extends GroupConverter {
    private final Converter[] fields;

    Group(GroupType group) {
      this.fields = group.getFields().stream().map(UnreadValue::of).toArray(Converter[]::new);
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
