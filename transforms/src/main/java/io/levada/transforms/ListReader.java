/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads lists; an element may be null. */
final class ListReader extends ValueReader {

  private final ValueReader elements;

  ListReader(RecordInHand record, FieldPath path, ValueType type, ValueReader elements) {
    super(record, path, type);
    this.elements = elements;
  }

  @Override
  @Nullable Object read(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.START_ARRAY) {
      return rejectType(parser, token);
    }

    List<@Nullable Object> list = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      if (next == JsonToken.VALUE_NULL) {
        list.add(null);
        continue;
      }
      @Nullable Object element = elements.read(parser, next);
      if (element == null) {
        return null;
      }
      list.add(element);
    }
    return list;
  }
}
