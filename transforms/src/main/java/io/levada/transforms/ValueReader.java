/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads the values of one place in a schema. */
abstract class ValueReader {

  private final RecordInHand record;
  private final FieldPath path;
  private final ValueType type;

  ValueReader(RecordInHand record, FieldPath path, ValueType type) {
    this.record = record;
    this.path = path;
    this.type = type;
  }

  /**
   * The value as it is in a row, or null if the record is rejected for it; the parser then stands
   * at the value's last token, or where the fault is.
   *
   * @param token the parser's, and no null
   */
  abstract @Nullable Object read(JsonParser parser, JsonToken token) throws IOException;

  final RecordInHand record() {
    return record;
  }

  final FieldPath path() {
    return path;
  }

  final ValueType type() {
    return type;
  }

  /** Rejects the record for the value that the parser stands at; the rest says what is wrong. */
  final @Nullable Object reject(RejectReason why, JsonParser parser, String problem) {
    record.reject(why, "Field " + path.in(parser) + " " + problem + record.at(parser));
    return null;
  }

  final @Nullable Object rejectType(JsonParser parser, JsonToken found) {
    return rejectType(parser, words(found));
  }

  final @Nullable Object rejectType(JsonParser parser, String found) {
    return reject(RejectReason.BAD_TYPE, parser, "must be " + type.words() + ", not " + found);
  }

  /** The kind of a value in the middle of a sentence. */
  static String words(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT -> "a whole number";
      case VALUE_NUMBER_FLOAT -> "a number with a fraction or an exponent";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "null";
    };
  }
}
