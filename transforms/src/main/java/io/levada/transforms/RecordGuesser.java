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

  /** Returned for a value that no column can hold. */
  private static final int NOT_HELD = -1;

  private static final ValueGuess.Member BEYOND_ALL = new ValueGuess.Member(0, 0, 0, 0);

  private final JsonFactory json;
  private final TypedMembers typed;
  private final @Nullable MemberNames columns;
  private final TimestampText timestamps = new TimestampText(ZoneOffset.UTC);
  private final Set<String> distinct = new HashSet<>();

  /** The members of the record in hand; behind them, names of records before. */
  private @Nullable String[] names = new @Nullable String[64];

  private int[] kinds = new int[64];
  private @Nullable ValueGuess[] nested = new @Nullable ValueGuess[64];
  private int count;
  private int lastCount = -1;
  private boolean hasNamesOfLast;

  private int file;
  private long offset;
  private int nestedCount;

  RecordGuesser(int maxNesting, TypedMembers typed) {
    this.json = RecordBytes.jsonFactory(maxNesting);
    this.typed = typed;
    this.columns = typed.schema() == null ? null : MemberNames.of(typed.schema());
  }

  /** Adds the block's records to the guess. */
  void look(RecordBlock block, SchemaGuess guess) {
    if (block.cut() != null) {
      return;
    }

    file = block.file();
    for (int record = 0; record < block.recordCount(); record++) {
      offset = block.offsetOf(record);
      if (isRead(block.bytes(), block.start(record), block.end(record))) {
        for (int i = 0; i < count; i++) {
          @Nullable String source = sourceOf(names[i]);
          if (source != null && (columns == null || typed.includes(source))) {
            guess.add(source, kinds[i], nested[i], file, offset, i);
          }
        }
      }
    }
  }

  /** What a schema that is given calls the member, or null if it has none such. */
  private @Nullable String sourceOf(String name) {
    if (columns == null) {
      return name;
    }

    int index = columns.indexOf(name);
    return index == MemberNames.UNKNOWN ? null : typed.schema().fields().get(index).source();
  }

  private boolean isLookedInto(String name) {
    @Nullable String source = sourceOf(name);
    return source != null && typed.includes(source);
  }

  private boolean isRead(byte[] bytes, int from, int to) {
    if (!RecordBytes.isUtf8(bytes, from, to) || RecordBytes.looksForeign(bytes, from, to)) {
      return false;
    }

    count = 0;
    nestedCount = 0;
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
      JsonToken token = parser.nextToken();
      if (token.isStructStart() && isLookedInto(name)) {
        ValueGuess value = guessOf(parser, token, 1);
        add(name, value.kinds(), value);
        continue;
      }
      int kind = kindOf(parser, token);
      if (kind == NOT_HELD) {
        return false;
      }
      add(name, kind, null);
    }
    return true;
  }

  private void add(String name, int kind, @Nullable ValueGuess value) {
    if (count == kinds.length) {
      names = Arrays.copyOf(names, 2 * count);
      kinds = Arrays.copyOf(kinds, 2 * count);
      nested = Arrays.copyOf(nested, 2 * count);
    }
    hasNamesOfLast = hasNamesOfLast && name.equals(names[count]);
    names[count] = name;
    kinds[count] = kind;
    nested[count] = value;
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

  /**
   * What is in a value inside a record. A list or an object that no type holds, since a name is
   * there twice or a string has half a surrogate pair, is held by its exact text alone.
   *
   * @param depth how many types there are when this one is counted
   */
  private ValueGuess guessOf(JsonParser parser, JsonToken token, int depth) throws IOException {
    if (!token.isStructStart() || depth == ValueType.MAX_DEPTH) {
      return new ValueGuess(kindOf(parser, token));
    }

    ValueGuess guess =
        token == JsonToken.START_ARRAY ? guessOfList(parser, depth) : guessOfObject(parser, depth);
    return guess.kinds() == NOT_HELD ? new ValueGuess(ValueGuess.OTHER) : guess;
  }

  private ValueGuess guessOfList(JsonParser parser, int depth) throws IOException {
    ValueGuess list = new ValueGuess(ValueGuess.LIST);
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      ValueGuess element = guessOf(parser, next, depth + 1);
      list.addKinds(element.kinds() == NOT_HELD ? NOT_HELD : 0);
      list.addElement(element);
    }
    return list;
  }

  private ValueGuess guessOfObject(JsonParser parser, int depth) throws IOException {
    ValueGuess object = new ValueGuess(ValueGuess.OBJECT);
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      ValueGuess value = guessOf(parser, parser.nextToken(), depth + 1);
      boolean isTwice = object.members().containsKey(name);
      object.addKinds(isTwice || value.kinds() == NOT_HELD ? NOT_HELD : 0);
      object.members().put(name, memberOf(object, value));
    }
    return object;
  }

  /** Of a member beyond what any schema may have only the name counts. */
  private ValueGuess.Member memberOf(ValueGuess object, ValueGuess value) {
    int index = nestedCount++;
    if (object.members().size() > SchemaGuess.MAX_MEMBERS) {
      return BEYOND_ALL;
    }

    ValueGuess.Member member = new ValueGuess.Member(0, file, offset, index);
    member.addAll(value);
    return member;
  }

  /** The kind of the value, 0 if it is null, or {@link #NOT_HELD}. */
  private int kindOf(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> 0;
      case VALUE_TRUE, VALUE_FALSE -> ValueGuess.BOOLEAN;
      case VALUE_NUMBER_INT -> kindOfInteger(JsonNumbers.longOf(parser));
      case VALUE_NUMBER_FLOAT ->
          Double.isFinite(Double.parseDouble(parser.getText()))
              ? ValueGuess.DOUBLE
              : ValueGuess.OTHER;
      case VALUE_STRING -> kindOfString(parser);
      default -> {
        parser.skipChildren();
        yield ValueGuess.OTHER;
      }
    };
  }

  private static int kindOfInteger(@Nullable Long value) {
    if (value == null) {
      return ValueGuess.OTHER;
    }

    boolean isLarge = value > LARGEST_EXACT_DOUBLE || value < -LARGEST_EXACT_DOUBLE;
    return isLarge ? ValueGuess.LONG | ValueGuess.LARGE_LONG : ValueGuess.LONG;
  }

  private int kindOfString(JsonParser parser) throws IOException {
    int length = parser.getTextLength();
    char[] text = parser.getTextCharacters();
    int from = parser.getTextOffset();
    if (RecordBytes.hasLoneSurrogate(text, from, length)) {
      return NOT_HELD;
    }
    if (timestamps.isDate(text, from, length)) {
      return ValueGuess.DATE;
    }
    return timestamps.isTime(text, from, length) ? ValueGuess.TIMESTAMP : ValueGuess.OTHER;
  }
}
