/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.FilesFixture.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.levada.io.files.CutFixture.InPieces;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf16BytesTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void makesUtf8OfText(boolean bigEndian) throws Exception {
    String text = "{\"a\": \"\u0000\u007f\u0080\u07ff\u0800\uffff é日本😀\udbff\udfff\"}\r\n";
    Charset charset = bigEndian ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
    byte[] units = text.getBytes(charset);

    for (int piece = 1; piece <= units.length; piece++) {
      assertThat(decoded(units, bigEndian, piece), is(utf8(text)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // units, and what they become
    "d800, eda080",
    "dc00, edb080",
    "d8000061, eda08061",
    "dc00d800, edb080eda080",
    "d800d800dc00, eda080f0908080",
    "d800, eda080",
    "0061ff, 61ff",
    "ff, ff",
    "d800dc, eda080ff",
    "'', ''"
  })
  void makesNoUtf8OfWhatIsNoText(String units, String bytes) throws Exception {
    HexFormat hex = HexFormat.of();

    for (int piece = 1; piece <= 4; piece++) {
      assertThat(hex.formatHex(decoded(hex.parseHex(units), true, piece)), is(bytes));
    }
  }

  @Test
  void decodesLargeText() throws Exception {
    String text = "日😀a".repeat(200_000);
    byte[] units = text.getBytes(StandardCharsets.UTF_16LE);

    assertThat(decoded(units, false, 100_001), is(utf8(text)));
  }

  @Test
  void countsWhatItMakes() throws Exception {
    Utf16Bytes in = new Utf16Bytes(new InPieces(new byte[] {0x65, (byte) 0xe5}, 9), true);

    in.readAllBytes();

    assertThat(in.position(), is(3L));
  }

  private static byte[] decoded(byte[] units, boolean bigEndian, int pieceBytes)
      throws IOException {
    try (Utf16Bytes in = new Utf16Bytes(new InPieces(units, pieceBytes), bigEndian)) {
      return in.readAllBytes();
    }
  }
}
