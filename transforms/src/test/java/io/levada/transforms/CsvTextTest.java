/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;

class CsvTextTest {

  @Property(tries = 3000)
  void isWhatAStrictDecoderMakesOfTheBytes(
      @ForAll("bytes") byte[] bytes, @ForAll("charsets") Charset charset) {
    CsvText text = new CsvText(charset);
    boolean isText = text.take(bytes, 0, bytes.length, 0);

    assertThat(isText ? taken(text) : null, equalTo(strict(bytes, charset)));
  }

  /** Text of each length of UTF-8, and at times a byte that belongs to none. */
  @Provide
  Arbitrary<byte[]> bytes() {
    Arbitrary<byte[]> texts =
        Arbitraries.of("", "a", "an eight", "more than eight", "\r", "é", "日本", "\uD83D\uDE00")
            .map(text -> text.getBytes(UTF_8));
    Arbitrary<byte[]> odd = Arbitraries.of(new byte[] {(byte) 0x81}, new byte[] {(byte) 0xe9});
    return Arbitraries.frequencyOf(Tuple.of(19, texts), Tuple.of(1, odd))
        .list()
        .ofMaxSize(12)
        .map(CsvTextTest::joined);
  }

  @Provide
  Arbitrary<Charset> charsets() {
    return Arbitraries.of("UTF-8", "ISO-8859-1", "windows-1252", "US-ASCII").map(Charset::forName);
  }

  @Test
  void knowsThatThereIsNoCarriageReturn() {
    assertThat(mayHaveReturn("a text\nof more than eight bytes, é"), is(false));
  }

  @Test
  void findsACarriageReturnWhereverItStands() {
    for (int at = 0; at < 20; at++) {
      String text = "x".repeat(at) + '\r' + "y".repeat(20 - at);

      assertThat(mayHaveReturn(text + "é"), is(true));
    }
  }

  private static boolean mayHaveReturn(String content) {
    CsvText text = new CsvText(UTF_8);
    byte[] bytes = content.getBytes(UTF_8);
    text.take(bytes, 0, bytes.length, 0);
    return text.mayHaveReturn();
  }

  private static String taken(CsvText text) {
    return new String(text.chars(), 0, text.length());
  }

  private static @Nullable String strict(byte[] bytes, Charset charset) {
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static byte[] joined(List<byte[]> parts) {
    byte[] all = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
