/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.levada.rows.RecordBlock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Looks at records to guess their schema; those that {@link JsonRecordParser} would take by no
 * schema are left out. Not safe for use by several threads.
 */
final class RecordGuesser {

  private static final long LARGEST_EXACT_DOUBLE = 1L << 53;

  private final JsonFactory json;
  private final TimestampText timestamps = new TimestampText(ZoneOffset.UTC);
  private final Set<String> distinct = new HashSet<>();

  /** The members of the record in hand; behind them, names of records before. */
  private @Nullable String[] names = new @Nullable String[64];

  private int[] kinds = new int[64];
  private int count;
  private int lastCount = -1;
  private boolean hasNamesOfLast;

  RecordGuesser(int maxNesting) {
    this.json = RecordBytes.jsonFactory(maxNesting);
  }

  /** Adds the block's records to the guess. */
  void look(RecordBlock block, SchemaGuess guess) {
    if (block.cut() != null) {
      return;
    }

    for (int record = 0; record < block.recordCount(); record++) {
      if (isRead(block.bytes(), block.start(record), block.end(record))) {
        for (int i = 0; i < count; i++) {
          guess.add(names[i], kinds[i], block.file(), block.offsetOf(record), i);
        }
      }
    }
  }

  private boolean isRead(byte[] bytes, int from, int to) {
    if (!RecordBytes.isUtf8(bytes, from, to) || RecordBytes.looksForeign(bytes, from, to)) {
      return false;
    }

    count = 0;
    hasNamesOfLast = true;
    boolean isRead = false;
    try (JsonParser parser = json.createParser(bytes, from, to - from)) {
      isRead = readObject(parser) && parser.nextToken() == null && hasDistinctNames();
    } catch (JsonProcessingException e) {
      // The run will reject the record and say why.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lastCount = isRead ? count : -1;
    return isRead;
  }

  private boolean readObject(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }

    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      int kind = kindOf(parser, parser.nextToken());
      if (kind < 0) {
        return false;
      }
      add(name, kind);
    }
    return true;
  }

  private void add(String name, int kind) {
    if (count == kinds.length) {
      names = Arrays.copyOf(names, 2 * count);
      kinds = Arrays.copyOf(kinds, 2 * count);
    }
    hasNamesOfLast = hasNamesOfLast && name.equals(names[count]);
    names[count] = name;
    kinds[count] = kind;
    count++;
  }

  private boolean hasDistinctNames() {
    if (hasNamesOfLast && count == lastCount) {
      return true;
    }

    distinct.clear();
    for (int i = 0; i < count; i++) {
      if (!distinct.add(names[i])) {
        return false;
      }
    }
    return true;
  }

  /** The kind of the value, 0 if it is null, or a negative number if no column could hold it. */
  private int kindOf(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> 0;
      case VALUE_TRUE, VALUE_FALSE -> SchemaGuess.BOOLEAN;
      case VALUE_NUMBER_INT -> kindOfInteger(JsonRecordParser.longOf(parser));
      case VALUE_NUMBER_FLOAT ->
          Double.isFinite(Double.parseDouble(parser.getText()))
              ? SchemaGuess.DOUBLE
              : SchemaGuess.OTHER;
      case VALUE_STRING -> kindOfString(parser);
      default -> {
        parser.skipChildren();
        yield SchemaGuess.OTHER;
      }
    };
  }

  private static int kindOfInteger(@Nullable Long value) {
    if (value == null) {
      return SchemaGuess.OTHER;
    }

    boolean isLarge = value > LARGEST_EXACT_DOUBLE || value < -LARGEST_EXACT_DOUBLE;
    return isLarge ? SchemaGuess.LONG | SchemaGuess.LARGE_LONG : SchemaGuess.LONG;
  }

  private int kindOfString(JsonParser parser) throws IOException {
    int length = parser.getTextLength();
    char[] text = parser.getTextCharacters();
    int from = parser.getTextOffset();
    if (RecordBytes.hasLoneSurrogate(text, from, length)) {
      return -1;
    }
    if (timestamps.day(text, from, length) != TimestampText.INVALID) {
      return SchemaGuess.DATE;
    }
    return timestamps.isTime(text, from, length) ? SchemaGuess.TIMESTAMP : SchemaGuess.OTHER;
  }
}
