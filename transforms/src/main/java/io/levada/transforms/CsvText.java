/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/** Bytes of CSV as characters, in an array that is used again. */
final class CsvText {

  private final CharsetDecoder decoder;
  private char[] chars = new char[0];
  private int length;

  CsvText(Charset charset) {
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
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
    }
    CharBuffer out = CharBuffer.wrap(chars);
    decoder.reset();
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes, from, to - from), out, true);
    length = out.position();
    return result.isUnderflow() && decoder.flush(out).isUnderflow();
  }

  char[] chars() {
    return chars;
  }

  int length() {
    return length;
  }
}
