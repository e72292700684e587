/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.levada.rows.Reject.Content;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RejectTest {

  private static final byte[] RECORD = "{\"a\":1,\"ç\"".getBytes(StandardCharsets.UTF_8);
  private static final SourcePosition POSITION = new SourcePosition(3, 1L << 33);

  @Test
  void givesBackARejectThatItEncoded() {
    byte[] sha256 = new byte[32];
    Arrays.fill(sha256, (byte) 9);
    Reject reject = reject(Content.cut(RECORD, 1L << 35, sha256));

    byte[] encoded = reject.encode();
    Reject decoded = (Reject) Note.decode(encoded, 0, encoded.length);

    assertThat(decoded.position(), equalTo(POSITION));
    assertThat(decoded.code(), equalTo("NOT_JSON"));
    assertThat(decoded.message(), equalTo("not JSON: é"));
    assertThat(decoded.record().form(), equalTo(Reject.Form.CUT));
    assertThat(decoded.record().bytes(), equalTo(RECORD));
    assertThat(decoded.record().length(), equalTo(1L << 35));
    assertThat(decoded.record().sha256(), equalTo(sha256));
  }

  @Test
  void isToldFromACountWithoutDecoding() {
    byte[] count = new ReadCount(1, 2, 3, true, new Tally(4, 5, 6)).encode();

    assertThat(Note.isReject(reject(Content.raw(RECORD)).encode(), 0), is(true));
    assertThat(Note.isReject(count, 0), is(false));
  }

  @Test
  void givesBackACountThatItEncoded() {
    ReadCount count = new ReadCount(1, 2, 1L << 40, true, new Tally(4, -5, 6));
    byte[] encoded = count.encode();
    byte[] shifted = new byte[encoded.length + 5];
    System.arraycopy(encoded, 0, shifted, 5, encoded.length);

    assertThat(Note.decode(shifted, 5, encoded.length), equalTo(count));
  }

  @Test
  void refusesANoteThatIsCutShort() {
    byte[] encoded = reject(Content.raw(RECORD)).encode();

    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class, () -> Note.decode(encoded, 0, encoded.length - 1));

    assertThat(
        thrown.getMessage(), equalTo("Invalid note: " + (encoded.length - 1) + " bytes cut short"));
    assertThat(thrown.getCause(), instanceOf(IOException.class));
  }

  @Test
  void refusesANoteOfAnUnknownKind() {
    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> Note.decode(new byte[] {1, 2}, 0, 2));

    assertThat(thrown.getMessage(), equalTo("Invalid note: kind 1"));
  }

  @Test
  void refusesAReadRangeThatEndsBeforeItStarts() {
    assertThat(
        assertThrows(
                IllegalArgumentException.class, () -> new ReadCount(0, 5, 4, false, Tally.ZERO))
            .getMessage(),
        equalTo("Invalid read range: [5, 4)"));
  }

  @Test
  void writesARawRecordAsItStands() throws IOException {
    assertThat(
        json(Content.raw(RECORD)),
        equalTo(
            "{\"file\":\"file:///in.json\",\"position\":8589934592,\"code\":\"NOT_JSON\","
                + "\"message\":\"not JSON: é\",\"record\":\"{\\\"a\\\":1,\\\"ç\\\"\"}"));
  }

  @Test
  void writesARecordThatIsNotUtf8AsBase64() throws IOException {
    assertThat(
        json(Content.raw(new byte[] {(byte) 0xff, 0})),
        equalTo(
            "{\"file\":\"file:///in.json\",\"position\":8589934592,\"code\":\"NOT_JSON\","
                + "\"message\":\"not JSON: é\",\"record_base64\":\"/wA=\"}"));
  }

  @Test
  void writesTheWholeLengthAndDigestOfACutRecord() throws IOException {
    assertThat(
        json(Content.cut(new byte[] {'x'}, 100, new byte[] {1, (byte) 0xab})),
        equalTo(
            "{\"file\":\"file:///in.json\",\"position\":8589934592,\"code\":\"NOT_JSON\","
                + "\"message\":\"not JSON: é\",\"record_form\":\"cut\",\"record_length\":100,"
                + "\"record_sha256\":\"01ab\",\"record\":\"x\"}"));
  }

  private static Reject reject(Content content) {
    return new Reject(POSITION, "NOT_JSON", "not JSON: é", content);
  }

  private static String json(Content content) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      reject(content).writeJson(json, "file:///in.json");
    }
    return text.toString();
  }
}
