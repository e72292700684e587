/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Takes records, each the bytes of one JSON object, apart into the values of a row.
 *
 * <p>What is wrong with a record is told by {@link #reason} and {@link #message} and not by an
 * exception: bad records may be many. Not safe for use by several threads.
 */
final class JsonRecordParser {

  private static final int MAX_KEPT_NAMES = 256;

  private static final int UNKNOWN = -1;

  /** A number that fits into a long or a decimal has no more characters, unless it is contrived. */
  private static final int MAX_NUMBER_LENGTH = 1000;

  private static final int MAX_PLAIN_LONG_LENGTH = 18;

  private final JsonFactory json;
  private final List<EventField> fields;
  private final ValueType.Kind[] kinds;
  private final UnknownFields unknownFields;
  private final boolean keepsUnknown;
  private final int maxNesting;
  private final int firstColumn;
  private final int width;
  private final TimestampText timestamps;
  private final ShortTexts[] texts;

  private final Map<String, Integer> fieldsByName = new HashMap<>();

  /** The names last seen at each position in a record, since most records have one order. */
  private final String[] nameAt;

  private final int[] fieldAt;
  private final boolean[] seen;
  private Set<String> unknownNames = new HashSet<>();
  private final ByteArrayOutputStream unknownText = new ByteArrayOutputStream();

  private byte[] bytes = new byte[0];
  private int start;
  private @Nullable RejectReason reason;
  private String message = "";

  /**
   * @param keepsUnknown whether unknown members go to a column behind those of the schema
   * @param firstColumn how many values to leave null in front of the schema's
   */
  JsonRecordParser(
      EventSchema schema,
      UnknownFields unknownFields,
      boolean keepsUnknown,
      ZoneId zone,
      int maxNesting,
      int firstColumn) {
    this.json = RecordBytes.jsonFactory(maxNesting);
    this.fields = schema.fields();
    this.kinds = fields.stream().map(f -> f.type().kind()).toArray(ValueType.Kind[]::new);
    this.unknownFields = unknownFields;
    this.keepsUnknown = keepsUnknown;
    this.maxNesting = maxNesting;
    this.firstColumn = firstColumn;
    this.width = firstColumn + fields.size() + (keepsUnknown ? 1 : 0);
    this.timestamps = new TimestampText(zone);
    this.texts = fields.stream().map(f -> new ShortTexts()).toArray(ShortTexts[]::new);
    for (int i = 0; i < fields.size(); i++) {
      fieldsByName.put(fields.get(i).source(), i);
    }
    int positions = Math.max(64, 2 * fields.size());
    this.nameAt = new String[positions];
    this.fieldAt = new int[positions];
    this.seen = new boolean[fields.size()];
  }

  /** The values of a row, or null if the record cannot be taken. */
  @Nullable Object @Nullable [] parse(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.start = from;
    this.reason = null;
    if (!RecordBytes.isUtf8(bytes, from, to)) {
      reject(RejectReason.NOT_UTF8, "The record is not UTF-8");
      return null;
    }
    if (RecordBytes.looksForeign(bytes, from, to)) {
      reject(RejectReason.NOT_JSON, "The record is not JSON: syntax error at byte 0");
      return null;
    }

    Object[] values = new Object[width];
    try (JsonParser parser = json.createParser(bytes, from, to - from)) {
      return readObject(parser, values) && isComplete(values) ? values : null;
    } catch (StreamConstraintsException e) {
      reject(RejectReason.TOO_DEEP, "The record nests deeper than " + maxNesting + " levels");
    } catch (JsonEOFException e) {
      reject(RejectReason.NOT_JSON, "The record is not JSON: it ends too early" + at(to - from));
    } catch (JsonProcessingException e) {
      // Jackson's own message quotes the record.
      reject(RejectReason.NOT_JSON, "The record is not JSON: syntax error" + at(byteOf(e)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return null;
  }

  /** Why the last record was rejected. */
  RejectReason reason() {
    if (reason == null) {
      throw new IllegalStateException("The last record was not rejected");
    }

    return reason;
  }

  /** The reason for people: the field, what it must be, and where, but not what it is. */
  String message() {
    return message;
  }

  private boolean readObject(JsonParser parser, Object[] values) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      return reject(RejectReason.NOT_JSON, "The record is not JSON: it is empty");
    }
    if (first != JsonToken.START_OBJECT) {
      return rejectValue(parser, first);
    }

    Arrays.fill(seen, false);
    if (keepsUnknown) {
      forgetUnknownNames();
      unknownText.reset();
    }
    int position = 0;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      int field = fieldOf(name, position++);
      if (!(field == UNKNOWN ? readUnknown(parser, name) : readField(parser, field, values))) {
        return false;
      }
    }
    if (parser.nextToken() != null) {
      return rejectTrailing(parser);
    }

    if (keepsUnknown && unknownText.size() > 0) {
      unknownText.write('}');
      values[width - 1] = unknownText.toString(StandardCharsets.UTF_8);
    }
    return true;
  }

  /** Clearing a set takes as long as it was ever large, so a large one is given up. */
  private void forgetUnknownNames() {
    if (unknownNames.size() > MAX_KEPT_NAMES) {
      unknownNames = new HashSet<>();
    } else {
      unknownNames.clear();
    }
  }

  /** A value that is not an object must still be JSON to the end to be called by that name. */
  private boolean rejectValue(JsonParser parser, JsonToken first) throws IOException {
    parser.skipChildren();
    parser.finishToken();
    if (parser.nextToken() != null) {
      return rejectTrailing(parser);
    }

    return reject(
        RejectReason.NOT_AN_OBJECT, "The record must be an object, not " + words(first) + at(0));
  }

  private boolean rejectTrailing(JsonParser parser) {
    return reject(
        RejectReason.NOT_JSON,
        "The record is not JSON: more follows its value" + at(byteOfToken(parser)));
  }

  private int fieldOf(String name, int position) {
    boolean remembers = position < nameAt.length;
    if (remembers && name.equals(nameAt[position])) {
      return fieldAt[position];
    }

    int field = fieldsByName.getOrDefault(name, UNKNOWN);
    if (remembers) {
      nameAt[position] = name;
      fieldAt[position] = field;
    }
    return field;
  }

  private boolean isComplete(Object[] values) {
    for (int i = 0; i < seen.length; i++) {
      EventField field = fields.get(i);
      if (field.required() && values[firstColumn + i] == null) {
        return reject(
            RejectReason.MISSING_FIELD,
            "Field " + field.source() + " is required but " + (seen[i] ? "null" : "not there"));
      }
    }
    return true;
  }

  private boolean readUnknown(JsonParser parser, String name) throws IOException {
    if (unknownFields == UnknownFields.REJECT) {
      return reject(
          RejectReason.UNKNOWN_FIELD,
          "The record has a field that is not in the schema" + at(byteOfToken(parser)));
    }

    int from = keepsUnknown ? byteOfToken(parser) : 0;
    if (keepsUnknown && !unknownNames.add(name)) {
      return reject(
          RejectReason.DUPLICATE_NAME,
          "The record has a field outside the schema twice" + at(from));
    }
    parser.nextToken();
    parser.skipChildren();
    if (keepsUnknown) {
      parser.finishToken();
      unknownText.write(unknownText.size() == 0 ? '{' : ',');
      unknownText.write(bytes, start + from, byteBehind(parser) - from);
    }
    return true;
  }

  private boolean readField(JsonParser parser, int field, Object[] values) throws IOException {
    if (seen[field]) {
      return reject(
          RejectReason.DUPLICATE_NAME,
          "Field " + fields.get(field).source() + " is there twice" + at(byteOfToken(parser)));
    }
    seen[field] = true;
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_NULL) {
      return true;
    }

    Object value =
        switch (kinds[field]) {
          case STRING -> text(parser, token, field);
          case BOOLEAN -> bool(parser, token, field);
          case INT -> integer(parser, token, field);
          case LONG -> longInteger(parser, token, field);
          case FLOAT -> floating(parser, token, field);
          case DOUBLE -> doubleFloating(parser, token, field);
          case DECIMAL -> decimal(parser, token, field);
          case DATE -> date(parser, token, field);
          case TIMESTAMP -> timestamp(parser, token, field);
          case BYTES -> base64(parser, token, field);
        };
    values[firstColumn + field] = value;
    return reason == null;
  }

  private @Nullable String text(JsonParser parser, JsonToken token, int field) throws IOException {
    if (token == JsonToken.VALUE_STRING) {
      int length = parser.getTextLength();
      char[] chars = parser.getTextCharacters();
      int offset = parser.getTextOffset();
      if (RecordBytes.hasLoneSurrogate(chars, offset, length)) {
        reject(
            RejectReason.BAD_TEXT,
            "Field " + fields.get(field).source() + " holds half a surrogate pair" + value(parser));
        return null;
      }
      return texts[field].of(chars, offset, length);
    }
    if (token.isStructStart()) {
      int from = byteOfToken(parser);
      parser.skipChildren();
      return new String(bytes, start + from, byteBehind(parser) - from, StandardCharsets.UTF_8);
    }
    if (token.isNumeric()) {
      return texts[field].of(
          parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }
    return token.asString();
  }

  private @Nullable Boolean bool(JsonParser parser, JsonToken token, int field) {
    if (token == JsonToken.VALUE_TRUE) {
      return Boolean.TRUE;
    }
    if (token == JsonToken.VALUE_FALSE) {
      return Boolean.FALSE;
    }

    rejectType(parser, token, field);
    return null;
  }

  private @Nullable Integer integer(JsonParser parser, JsonToken token, int field)
      throws IOException {
    @Nullable Long value = longInteger(parser, token, field);
    if (value == null) {
      return null;
    }

    int narrow = value.intValue();
    if (narrow != value) {
      rejectRange(parser, field);
      return null;
    }
    return narrow;
  }

  private @Nullable Long longInteger(JsonParser parser, JsonToken token, int field)
      throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT) {
      rejectType(parser, token, field);
      return null;
    }

    @Nullable Long value = longOf(parser);
    if (value == null) {
      rejectRange(parser, field);
    }
    return value;
  }

  /** The value of an integer token, or null if it does not fit. */
  static @Nullable Long longOf(JsonParser parser) throws IOException {
    int length = parser.getTextLength();
    if (length <= MAX_PLAIN_LONG_LENGTH) {
      return parser.getLongValue();
    }
    if (length > MAX_PLAIN_LONG_LENGTH + 2) {
      return null;
    }

    try {
      return Long.valueOf(parser.getText());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private @Nullable Float floating(JsonParser parser, JsonToken token, int field)
      throws IOException {
    if (!token.isNumeric()) {
      rejectType(parser, token, field);
      return null;
    }

    float value = Float.parseFloat(parser.getText());
    if (!Float.isFinite(value)) {
      rejectRange(parser, field);
      return null;
    }
    return value;
  }

  private @Nullable Double doubleFloating(JsonParser parser, JsonToken token, int field)
      throws IOException {
    if (!token.isNumeric()) {
      rejectType(parser, token, field);
      return null;
    }

    double value = Double.parseDouble(parser.getText());
    if (!Double.isFinite(value)) {
      rejectRange(parser, field);
      return null;
    }
    return value;
  }

  private @Nullable BigDecimal decimal(JsonParser parser, JsonToken token, int field)
      throws IOException {
    if (!token.isNumeric()) {
      rejectType(parser, token, field);
      return null;
    }

    ValueType type = fields.get(field).type();
    @Nullable BigDecimal number = decimalOf(parser);
    @Nullable BigDecimal value =
        number == null ? null : fit(number, type.precision(), type.scale());
    if (value == null) {
      rejectRange(parser, field);
    }
    return value;
  }

  /** The number, or null if it is contrived: too long, or of an exponent beyond 32 bits. */
  private static @Nullable BigDecimal decimalOf(JsonParser parser) throws IOException {
    if (parser.getTextLength() > MAX_NUMBER_LENGTH) {
      return null;
    }

    try {
      return new BigDecimal(parser.getText());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The same number with that scale, or null if it has more digits. */
  private static @Nullable BigDecimal fit(BigDecimal value, int precision, int scale) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO.setScale(scale);
    }
    // What has digits beyond either end is told before a rescaling that could take all memory.
    long digitsBeforePoint = (long) value.precision() - value.scale();
    if (digitsBeforePoint > precision - scale || digitsBeforePoint <= -scale) {
      return null;
    }

    try {
      return value.setScale(scale, RoundingMode.UNNECESSARY);
    } catch (ArithmeticException e) {
      return null;
    }
  }

  private @Nullable LocalDate date(JsonParser parser, JsonToken token, int field)
      throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      rejectType(parser, token, field);
      return null;
    }

    int length = parser.getTextLength();
    long day = timestamps.day(parser.getTextCharacters(), parser.getTextOffset(), length);
    if (day == TimestampText.INVALID) {
      reject(
          RejectReason.BAD_TIMESTAMP,
          "Field " + fields.get(field).source() + " must be a date yyyy-MM-dd" + value(parser));
      return null;
    }
    return LocalDate.ofEpochDay(day);
  }

  private @Nullable Instant timestamp(JsonParser parser, JsonToken token, int field)
      throws IOException {
    long micros;
    if (token == JsonToken.VALUE_STRING) {
      int length = parser.getTextLength();
      micros = timestamps.micros(parser.getTextCharacters(), parser.getTextOffset(), length);
    } else if (token == JsonToken.VALUE_NUMBER_INT) {
      @Nullable Long number = longOf(parser);
      micros = number == null ? TimestampText.INVALID : TimestampText.microsOfEpoch(number);
    } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      micros = TimestampText.microsOfEpoch(parser.getText());
    } else {
      rejectType(parser, token, field);
      return null;
    }

    if (micros == TimestampText.INVALID) {
      reject(
          RejectReason.BAD_TIMESTAMP,
          "Field "
              + fields.get(field).source()
              + " must be a timestamp such as 2015-09-12T00:46:58.771Z"
              + value(parser));
      return null;
    }
    return TimestampText.toInstant(micros);
  }

  private byte @Nullable [] base64(JsonParser parser, JsonToken token, int field)
      throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      rejectType(parser, token, field);
      return null;
    }

    try {
      return Base64.getDecoder().decode(parser.getText());
    } catch (IllegalArgumentException e) {
      rejectType(parser, token, field);
      return null;
    }
  }

  private void rejectType(JsonParser parser, JsonToken token, int field) {
    EventField expected = fields.get(field);
    String found =
        expected.type().kind() == ValueType.Kind.BYTES && token == JsonToken.VALUE_STRING
            ? "other text"
            : words(token);
    reject(
        RejectReason.BAD_TYPE,
        "Field %s must be %s, not %s%s"
            .formatted(expected.source(), expected.type().words(), found, value(parser)));
  }

  private void rejectRange(JsonParser parser, int field) {
    EventField expected = fields.get(field);
    reject(
        RejectReason.BAD_TYPE,
        "Field %s must be %s, but the number does not fit%s"
            .formatted(expected.source(), expected.type().words(), value(parser)));
  }

  private boolean reject(RejectReason why, String text) {
    reason = why;
    message = text;
    return false;
  }

  private static String words(JsonToken token) {
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

  private static String value(JsonParser parser) {
    return at(byteOfToken(parser));
  }

  private static String at(long offset) {
    return offset < 0 ? "" : " (byte " + offset + " of the record)";
  }

  private static long byteOf(JsonProcessingException e) {
    return e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
  }

  private static int byteOfToken(JsonParser parser) {
    return (int) parser.currentTokenLocation().getByteOffset();
  }

  private static int byteBehind(JsonParser parser) {
    return (int) parser.currentLocation().getByteOffset();
  }
}
