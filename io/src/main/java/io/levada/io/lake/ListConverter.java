/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.schema.GroupType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads a group that is annotated as a list. */
final class ListConverter extends GroupConverter {

  private final Target target;
  private final int place;
  private final Converter repeated;
  private List<Object> list = new ArrayList<>();

  ListConverter(GroupType group, FieldType type, Target target, int place) {
    this.target = target;
    this.place = place;
    ListLayout layout = ListLayout.of(group);
    FieldType element = type.getCollectionElementType();
    this.repeated =
        layout.wrapped()
            ? new Wrapper(layout, element)
            : ValueConverter.of(layout.element(), element, (unused, value) -> list.add(value), 0);
  }

  @Override
  public Converter getConverter(int field) {
    return repeated;
  }

  @Override
  public void start() {
    list = new ArrayList<>();
  }

  @Override
  public void end() {
    target.set(place, list);
  }

  /** The repeated group around an element: it is there for a null, too. */
  private final class Wrapper extends GroupConverter {
    private final Converter element;
    private @Nullable Object value;

    Wrapper(ListLayout layout, FieldType type) {
      this.element = ValueConverter.of(layout.element(), type, (unused, found) -> value = found, 0);
    }

    @Override
    public Converter getConverter(int field) {
      return element;
    }

    @Override
    public void start() {
      value = null;
    }

    @Override
    public void end() {
      list.add(value);
    }
  }
}
