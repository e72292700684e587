/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads the members of records, or of the structs of one place, each to its field. */
final class MembersReader {

  private final RecordInHand record;
  private final FieldPath path;
  private final List<EventField> fields;
  private final ValueReader[] readers;
  private final MemberNames names;
  private final UnknownMembers unknown;

  /** The names last seen at each position in an object, since most objects have one order. */
  private final @Nullable String[] nameAt;

  private final int[] fieldAt;
  private final boolean[] seen;

  /**
   * @param readers those of the fields, in their order
   */
  MembersReader(
      RecordInHand record,
      FieldPath path,
      List<EventField> fields,
      ValueReader[] readers,
      MemberNames names,
      UnknownMembers unknown) {
    this.record = record;
    this.path = path;
    this.fields = fields;
    this.readers = readers;
    this.names = names;
    this.unknown = unknown;
    int positions = Math.max(64, 2 * fields.size());
    this.nameAt = new @Nullable String[positions];
    this.fieldAt = new int[positions];
    this.seen = new boolean[fields.size()];
  }

  /**
   * Reads from behind an object's start to its end.
   *
   * @param first where the first field's value goes
   * @return whether the record has not been rejected
   */
  boolean read(JsonParser parser, @Nullable Object[] values, int first) throws IOException {
    Arrays.fill(seen, false);
    int position = 0;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      int field = fieldOf(name, position++);
      if (!(field == MemberNames.UNKNOWN
          ? unknown.read(parser, name, path)
          : readField(parser, field, values, first))) {
        return false;
      }
    }
    return isComplete(parser, values, first);
  }

  private int fieldOf(String name, int position) {
    boolean remembers = position < nameAt.length;
    if (remembers && name.equals(nameAt[position])) {
      return fieldAt[position];
    }

    int field = names.indexOf(name);
    if (remembers) {
      nameAt[position] = name;
      fieldAt[position] = field;
    }
    return field;
  }

  private boolean readField(JsonParser parser, int field, @Nullable Object[] values, int first)
      throws IOException {
    if (seen[field]) {
      return record.reject(
          RejectReason.DUPLICATE_NAME,
          "Field " + pathOf(field).in(parser) + " is there twice" + record.at(parser));
    }
    seen[field] = true;
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_NULL) {
      return true;
    }

    @Nullable Object value = readers[field].read(parser, token);
    values[first + field] = value;
    return value != null;
  }

  private boolean isComplete(JsonParser parser, @Nullable Object[] values, int first) {
    for (int i = 0; i < seen.length; i++) {
      if (values[first + i] == null && fields.get(i).required()) {
        return record.reject(
            RejectReason.MISSING_FIELD,
            "Field "
                + pathOf(i).in(parser)
                + " is required but "
                + (seen[i] ? "null" : "not there"));
      }
    }
    return true;
  }

  private FieldPath pathOf(int field) {
    return path.member(fields.get(field).source());
  }
}
