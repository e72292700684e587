/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EightBytes;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of CSV as characters, in an array that is used again.
 *
 * <p>Runs of ASCII, which are the most of nearly all CSV, are taken many bytes at a time; the
 * decoder of the charset gets the bytes between them.
 */
final class CsvText {

  private static final long RETURNS = EightBytes.all('\r');

  private final CharsetDecoder decoder;

  /** Whether a byte below 128 is this character wherever it stands, and no part of another. */
  private final boolean keepsAscii;

  private char[] chars = new char[0];
  private CharBuffer out = CharBuffer.wrap(chars);
  private int length;
  private boolean mayHaveReturn;

  CsvText(Charset charset) {
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.keepsAscii =
        charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.ISO_8859_1);
  }

  /**
   * Takes the bytes; whether they are text.
   *
   * @param room how many characters more there shall be room for
   */
  boolean take(byte[] bytes, int from, int to, int room) {
    int most = (int) Math.ceil((to - from) * (double) decoder.maxCharsPerByte()) + room;
    if (chars.length < most) {
      chars = new char[most];
      out = CharBuffer.wrap(chars);
    }
    length = 0;
    mayHaveReturn = !keepsAscii;
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (!keepsAscii) {
      // Some charsets have halves of characters, which the other two can't say.
      return decode(in.limit(to).position(from)) && !RecordBytes.hasLoneSurrogate(chars, 0, length);
    }

    int at = from;
    while (at < to) {
      int start = takeAscii(bytes, at, to);
      at = start;
      while (at < to && bytes[at] < 0) {
        at++;
      }
      if (start < at && !decode(in.limit(at).position(start))) {
        return false;
      }
    }
    return true;
  }

  /** Takes the ASCII that comes first; returns the index behind it. */
  private int takeAscii(byte[] bytes, int from, int to) {
    int end = endOfAscii(bytes, from, to);
    if (end > from) {
      new String(bytes, from, end - from, StandardCharsets.ISO_8859_1)
          .getChars(0, end - from, chars, length);
      length += end - from;
    }
    return end;
  }

  private int endOfAscii(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to) {
      long word = EightBytes.at(bytes, at);
      mayHaveReturn |= EightBytes.find(word, RETURNS) != 0;
      long other = EightBytes.findOther(word);
      if (other != 0) {
        return at + EightBytes.first(other);
      }
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= 0) {
      mayHaveReturn |= bytes[at] == '\r';
      at++;
    }
    return at;
  }

  private boolean decode(ByteBuffer in) {
    out.clear().position(length);
    decoder.reset();
    CoderResult result = decoder.decode(in, out, true);
    boolean isText = result.isUnderflow() && decoder.flush(out).isUnderflow();
    length = out.position();
    return isText;
  }

  char[] chars() {
    return chars;
  }

  int length() {
    return length;
  }

  /** False only if there is no carriage return. */
  boolean mayHaveReturn() {
    return mayHaveReturn;
  }
}
