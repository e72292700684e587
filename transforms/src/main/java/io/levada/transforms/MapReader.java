/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads objects as maps, in the order of their members; a value may be null. */
final class MapReader extends ValueReader {

  private final ValueReader values;

  MapReader(RecordInHand record, FieldPath path, ValueType type, ValueReader values) {
    super(record, path, type);
    this.values = values;
  }

  @Override
  @Nullable Object read(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      return rejectType(parser, token);
    }

    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      if (RecordBytes.hasLoneSurrogate(key)) {
        return reject(RejectReason.BAD_TEXT, parser, "has a key with half a surrogate pair");
      }
      if (map.containsKey(key)) {
        return reject(RejectReason.DUPLICATE_NAME, parser, "has a key twice");
      }

      JsonToken next = parser.nextToken();
      @Nullable Object value = next == JsonToken.VALUE_NULL ? null : values.read(parser, next);
      if (value == null && next != JsonToken.VALUE_NULL) {
        return null;
      }
      map.put(key, value);
    }
    return map;
  }
}
