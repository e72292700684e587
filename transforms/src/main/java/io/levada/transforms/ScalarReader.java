/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Base64;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Reads values of one scalar type. */
final class ScalarReader extends ValueReader {

  private final ValueType.Kind kind;
  private final TimestampText timestamps;
  private final ShortTexts texts = new ShortTexts();
  private final PlainNumber plain = new PlainNumber();

  ScalarReader(RecordInHand record, FieldPath path, ValueType type, TimestampText timestamps) {
    super(record, path, type);
    this.kind = type.kind();
    this.timestamps = timestamps;
  }

  @Override
  @Nullable Object read(JsonParser parser, JsonToken token) throws IOException {
    return switch (kind) {
      case STRING -> text(parser, token);
      case BOOLEAN -> bool(parser, token);
      case INT -> integer(parser, token);
      case LONG -> longInteger(parser, token);
      case FLOAT -> floating(parser, token);
      case DOUBLE -> doubleFloating(parser, token);
      case DECIMAL -> decimal(parser, token);
      case DATE -> date(parser, token);
      case TIMESTAMP -> timestamp(parser, token);
      case BYTES -> base64(parser, token);
      case LIST, MAP, STRUCT -> throw new IllegalStateException(type() + " is no scalar");
    };
  }

  private @Nullable Object text(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      int length = parser.getTextLength();
      char[] chars = parser.getTextCharacters();
      int offset = parser.getTextOffset();
      if (RecordBytes.hasLoneSurrogate(chars, offset, length)) {
        return reject(RejectReason.BAD_TEXT, parser, "holds half a surrogate pair");
      }
      return texts.of(chars, offset, length);
    }
    if (token.isStructStart()) {
      int from = record().byteOfToken(parser);
      parser.skipChildren();
      return record().text(from, record().byteBehind(parser));
    }
    if (token.isNumeric()) {
      return texts.of(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }
    return token.asString();
  }

  private @Nullable Object bool(JsonParser parser, JsonToken token) {
    if (token == JsonToken.VALUE_TRUE) {
      return true;
    }
    if (token == JsonToken.VALUE_FALSE) {
      return false;
    }

    return rejectType(parser, token);
  }

  private @Nullable Object integer(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      return rejectType(parser, token);
    }

    @Nullable Long value = JsonNumbers.longOf(parser);
    return value == null || value != value.intValue()
        ? rejectRange(parser)
        : (Object) value.intValue();
  }

  private @Nullable Object longInteger(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      return rejectType(parser, token);
    }

    @Nullable Long value = JsonNumbers.longOf(parser);
    return value == null ? rejectRange(parser) : value;
  }

  private @Nullable Object floating(JsonParser parser, JsonToken token) throws IOException {
    if (!token.isNumeric()) {
      return rejectType(parser, token);
    }

    float value = Float.parseFloat(parser.getText());
    return Float.isFinite(value) ? (Object) value : rejectRange(parser);
  }

  private @Nullable Object doubleFloating(JsonParser parser, JsonToken token) throws IOException {
    if (!token.isNumeric()) {
      return rejectType(parser, token);
    }

    if (plain.read(parser)) {
      return plain.doubleValue();
    }
    double value = Double.parseDouble(parser.getText());
    return Double.isFinite(value) ? (Object) value : rejectRange(parser);
  }

  private @Nullable Object decimal(JsonParser parser, JsonToken token) throws IOException {
    if (!token.isNumeric()) {
      return rejectType(parser, token);
    }

    int precision = type().precision();
    int scale = type().scale();
    if (plain.read(parser) && plain.hasDecimal(precision, scale)) {
      return plain.decimalValue(scale);
    }
    @Nullable BigDecimal value = JsonNumbers.decimalOf(parser, precision, scale);
    return value == null ? rejectRange(parser) : value;
  }

  private @Nullable Object date(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      return rejectType(parser, token);
    }

    int length = parser.getTextLength();
    @Nullable LocalDate day =
        timestamps.day(parser.getTextCharacters(), parser.getTextOffset(), length);
    return day == null
        ? reject(RejectReason.BAD_TIMESTAMP, parser, "must be a date yyyy-MM-dd")
        : day;
  }

  private @Nullable Object timestamp(JsonParser parser, JsonToken token) throws IOException {
    long micros;
    if (token == JsonToken.VALUE_STRING) {
      int length = parser.getTextLength();
      micros = timestamps.micros(parser.getTextCharacters(), parser.getTextOffset(), length);
    } else if (token == JsonToken.VALUE_NUMBER_INT) {
      @Nullable Long number = JsonNumbers.longOf(parser);
      micros = number == null ? TimestampText.INVALID : TimestampText.microsOfEpoch(number);
    } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      micros = TimestampText.microsOfEpoch(parser.getText());
    } else {
      return rejectType(parser, token);
    }

    return micros == TimestampText.INVALID
        ? reject(
            RejectReason.BAD_TIMESTAMP,
            parser,
            "must be a timestamp such as 2015-09-12T00:46:58.771Z")
        : TimestampText.toInstant(micros);
  }

  private @Nullable Object base64(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      return rejectType(parser, token);
    }

    try {
      return Base64.getDecoder().decode(parser.getText());
    } catch (IllegalArgumentException e) {
      return rejectType(parser, "other text");
    }
  }

  private @Nullable Object rejectRange(JsonParser parser) {
    return reject(
        RejectReason.BAD_TYPE,
        parser,
        "must be " + type().words() + ", but the number does not fit");
  }
}
