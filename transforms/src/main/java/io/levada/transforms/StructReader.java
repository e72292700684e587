/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads objects as structs. */
final class StructReader extends ValueReader {

  private final MembersReader members;
  private final Schema schema;

  StructReader(RecordInHand record, FieldPath path, ValueType type, MembersReader members) {
    super(record, path, type);
    this.members = members;
    this.schema = EventField.toRowSchema(type.fields());
  }

  @Override
  @Nullable Object read(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.START_OBJECT) {
      return rejectType(parser, token);
    }

    @Nullable Object[] values = new @Nullable Object[schema.getFieldCount()];
    return members.read(parser, values, 0)
        ? Row.withSchema(schema).attachValues(Arrays.asList(values))
        : null;
  }
}
