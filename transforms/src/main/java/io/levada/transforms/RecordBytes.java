/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What must be known of a record's bytes before they are read as JSON, and what reads them. */
final class RecordBytes {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long NOT_ASCII = 0x8080808080808080L;

  private RecordBytes() {}

  /**
   * A factory of parsers of single records, without limits but the nesting: how large a record may
   * be has been decided where files are cut into records.
   */
  static JsonFactory jsonFactory(int maxNesting) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(maxNesting)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .build())
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .build();
  }

  /**
   * Whether Jackson would take the record for something else than UTF-8 without a mark in front: it
   * guesses the encoding from the first bytes.
   */
  static boolean looksForeign(byte[] bytes, int from, int to) {
    if (from == to) {
      return false;
    }

    return bytes[from] == 0
        || bytes[from] == (byte) 0xEF
        || (to - from > 1 && bytes[from + 1] == 0);
  }

  /** Whether there is nothing but JSON's white space. */
  static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte character = bytes[i];
      if (character != ' ' && character != '\n' && character != '\r' && character != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Whether the bytes are well-formed UTF-8, as RFC 3629 defines it. */
  static boolean isUtf8(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      while (at + Long.BYTES <= to && ((long) LONGS.get(bytes, at) & NOT_ASCII) == 0) {
        at += Long.BYTES;
      }
      while (at < to && bytes[at] >= 0) {
        at++;
      }
      if (at < to) {
        int length = lengthOfCharacter(bytes, at, to);
        if (length == 0) {
          return false;
        }
        at += length;
      }
    }
    return true;
  }

  /** How many bytes the character has that starts with a byte beyond ASCII; 0 if it is none. */
  private static int lengthOfCharacter(byte[] bytes, int at, int to) {
    int first = bytes[at] & 0xFF;
    int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (length == 0 || at + length > to) {
      return 0;
    }

    int second = bytes[at + 1] & 0xFF;
    int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int i = at + 2; i < at + length; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** Whether the text has a surrogate without its other half. */
  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return hasLoneSurrogate(text.toCharArray(), i, text.length() - i);
      }
    }
    return false;
  }

  /** As {@link #hasLoneSurrogate(String)}. */
  static boolean hasLoneSurrogate(char[] text, int from, int length) {
    int end = from + length;
    for (int i = from; i < end; i++) {
      if (Character.isSurrogate(text[i])) {
        if (i + 1 == end || !Character.isSurrogatePair(text[i], text[i + 1])) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
