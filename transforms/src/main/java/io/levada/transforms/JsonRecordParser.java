/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Takes records, each the bytes of one JSON object, apart into the values of a row.
 *
 * <p>To begin with a new JSON parser at each record is dear when records are small. So records of
 * one {@linkplain #take block} are read by one for as long as nothing but blanks parts them and
 * nothing is wrong; whatever is not taken like that is read again alone, and so told exactly.
 *
 * <p>What is wrong with a record is told by {@link #reason} and {@link #message} and not by an
 * exception: bad records may be many. Of several faults the first one in this order is told: {@link
 * RejectReason#NOT_UTF8}; {@link RejectReason#TOO_DEEP} and {@link RejectReason#NOT_JSON}, as one
 * stands in front of the other; {@link RejectReason#NOT_AN_OBJECT}; and then what stands first in
 * the record, where a required field is missed at the end of its object.
 *
 * <p>Not safe for use by several threads.
 */
final class JsonRecordParser {

  /** A block of which more is wrong than this is not read by one parser. */
  private static final int MAX_READ_AGAIN = 3;

  private final JsonFactory json;
  private final int maxNesting;
  private final boolean keepsUnknown;
  private final int firstColumn;
  private final int width;
  private final RecordInHand record = new RecordInHand();
  private final TimestampText timestamps;
  private final UnknownMembers unknown;
  private final MembersReader members;
  private byte[] block = new byte[0];
  private int blockEnd;
  private int readAgain;

  /** Reads the block, from its start here to the end of the last record that it gave. */
  private @Nullable JsonParser running;

  private int runningFrom;
  private int runningTo;

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
    this.maxNesting = maxNesting;
    this.keepsUnknown = keepsUnknown;
    this.firstColumn = firstColumn;
    this.width = firstColumn + schema.fields().size() + (keepsUnknown ? 1 : 0);
    this.timestamps = new TimestampText(zone);
    this.unknown = new UnknownMembers(record, unknownFields, keepsUnknown);
    this.members = members(schema.fields(), MemberNames.of(schema), FieldPath.ROOT);
  }

  private MembersReader members(List<EventField> fields, MemberNames names, FieldPath path) {
    ValueReader[] readers = new ValueReader[fields.size()];
    for (int i = 0; i < readers.length; i++) {
      EventField field = fields.get(i);
      readers[i] = reader(field.type(), names, path.member(field.source()));
    }
    return new MembersReader(record, path, fields, readers, names, unknown);
  }

  private ValueReader reader(ValueType type, MemberNames names, FieldPath path) {
    return switch (type.kind()) {
      case LIST ->
          new ListReader(record, path, type, reader(type.element(), names, path.elements()));
      case MAP -> new MapReader(record, path, type, reader(type.element(), names, path.values()));
      case STRUCT ->
          new StructReader(
              record, path, type, members(type.fields(), names.ofStruct(type.fields()), path));
      default -> new ScalarReader(record, path, type, timestamps);
    };
  }

  /** Takes the records up to an index of these bytes next, in their order. */
  void take(byte[] bytes, int end) {
    stop();
    block = bytes;
    blockEnd = end;
    readAgain = 0;
  }

  /** The values of a row, or null if the record, which is of the block, cannot be taken. */
  @Nullable Object @Nullable [] parse(int from, int to) {
    if (readAgain < MAX_READ_AGAIN) {
      @Nullable Object @Nullable [] values = parseRunning(from, to);
      if (values != null) {
        return values;
      }
      readAgain++;
    }
    return parse(block, from, to);
  }

  private @Nullable Object @Nullable [] parseRunning(int from, int to) {
    if (!RecordBytes.isUtf8(block, from, to) || RecordBytes.looksForeign(block, from, to)) {
      return null;
    }

    @Nullable Object[] values = new @Nullable Object[width];
    try {
      JsonParser parser = runningAt(from);
      record.take(block, from, runningFrom);
      readRecord(parser, values);
      if (!record.isRejected() && parser.getParsingContext().inRoot()) {
        runningTo = from + record.byteBehind(parser);
        if (runningTo <= to && RecordBytes.isBlank(block, runningTo, to)) {
          return values;
        }
      }
    } catch (IOException e) {
      // Read alone, it is told what is wrong, and whether anything is.
    }
    stop();
    return null;
  }

  private JsonParser runningAt(int from) throws IOException {
    if (running == null || runningTo > from || !RecordBytes.isBlank(block, runningTo, from)) {
      stop();
      running = json.createParser(block, from, blockEnd - from);
      runningFrom = from;
    }
    return running;
  }

  private void stop() {
    if (running == null) {
      return;
    }

    try {
      running.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    running = null;
  }

  /** The values of a row, or null if the record cannot be taken; of no block. */
  @Nullable Object @Nullable [] parse(byte[] bytes, int from, int to) {
    record.take(bytes, from, from);
    if (!RecordBytes.isUtf8(bytes, from, to)) {
      record.reject(RejectReason.NOT_UTF8, "The record is not UTF-8");
      return null;
    }
    if (RecordBytes.looksForeign(bytes, from, to)) {
      record.reject(RejectReason.NOT_JSON, "The record is not JSON: syntax error at byte 0");
      return null;
    }

    @Nullable Object[] values = new @Nullable Object[width];
    try (JsonParser parser = json.createParser(bytes, from, to - from)) {
      readRecord(parser, values);
      readToEnd(parser);
    } catch (StreamConstraintsException e) {
      record.reject(
          RejectReason.TOO_DEEP, "The record nests deeper than " + maxNesting + " levels");
    } catch (JsonEOFException e) {
      record.reject(
          RejectReason.NOT_JSON,
          "The record is not JSON: it ends too early" + RecordInHand.at(to - from));
    } catch (JsonProcessingException e) {
      // Jackson's own message quotes the record.
      record.reject(
          RejectReason.NOT_JSON,
          "The record is not JSON: syntax error" + RecordInHand.at(byteOf(e)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return record.isRejected() ? null : values;
  }

  /** Why the last record was rejected. */
  RejectReason reason() {
    return record.reason();
  }

  /** The reason for people: the field, what it must be, and where, but not what it is. */
  String message() {
    return record.message();
  }

  private void readRecord(JsonParser parser, @Nullable Object[] values) throws IOException {
    @Nullable JsonToken first = parser.nextToken();
    if (first == null) {
      record.reject(RejectReason.NOT_JSON, "The record is not JSON: it is empty");
      return;
    }
    if (first != JsonToken.START_OBJECT) {
      record.reject(
          RejectReason.NOT_AN_OBJECT,
          "The record must be an object, not " + ValueReader.words(first) + RecordInHand.at(0));
      return;
    }

    if (keepsUnknown) {
      unknown.reset();
    }
    if (members.read(parser, values, firstColumn) && keepsUnknown) {
      values[width - 1] = unknown.text();
    }
  }

  /** What is rejected for another reason must be JSON to its end for that. */
  private void readToEnd(JsonParser parser) throws IOException {
    while (!parser.getParsingContext().inRoot()) {
      parser.nextToken();
    }
    if (parser.nextToken() != null) {
      record.reject(
          RejectReason.NOT_JSON,
          "The record is not JSON: more follows its value" + record.at(parser));
    }
  }

  private static long byteOf(JsonProcessingException e) {
    return e.getLocation() == null ? -1 : e.getLocation().getByteOffset();
  }
}
