/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;

class AwsChunkedInputStreamTest {

  /** The example of Amazon's own documentation, "Signature Calculations: Multiple Chunks". */
  private static final String EXAMPLE =
      "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"
          + "a".repeat(65_536)
          + "\r\n400;chunk-signature="
          + "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
          + "a".repeat(1024)
          + "\r\n0;chunk-signature="
          + "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";

  @Test
  void readsSignedChunks() throws Exception {
    assertThat(read(EXAMPLE, exampleSigner(), null), is("a".repeat(66_560)));
  }

  @Test
  void refusesAChunkThatWasChanged() {
    String changed = EXAMPLE.replaceFirst("aaaa\r\n0;", "aaab\r\n0;");

    assertThat(refusal(changed, exampleSigner(), null), is("SignatureDoesNotMatch"));
  }

  @Test
  void refusesABodyWithoutItsLastChunk() {
    String cut = EXAMPLE.substring(0, EXAMPLE.indexOf("\r\n0;") + 2);

    assertThrows(EOFException.class, () -> read(cut, exampleSigner(), null));
  }

  @Test
  void readsChunksThatAreNotSigned() throws Exception {
    assertThat(read("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", null, null), is("abcde"));
  }

  @Test
  void readsNoChunkAtAll() throws Exception {
    assertThat(read("0\r\n\r\n", null, null), is(""));
  }

  @Test
  void takesATrailingChecksumThatIsRight() throws Exception {
    String body = "9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n";

    assertThat(read(body, null, "x-amz-checksum-crc32"), is("123456789"));
  }

  @Test
  void refusesATrailingChecksumThatIsWrong() {
    String body = "9\r\n123456780\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n";

    assertThat(refusal(body, null, "x-amz-checksum-crc32"), is("BadDigest"));
  }

  @Test
  void letsAChecksumPassThatItDoesNotKnow() throws Exception {
    String body = "3\r\nabc\r\n0\r\nx-amz-checksum-crc64nvme:AAAAAAAAAAA=\r\n\r\n";

    assertThat(read(body, null, "x-amz-checksum-crc64nvme"), is("abc"));
  }

  @Test
  void refusesAChunkThatIsLongerThanItSays() {
    assertThat(refusal("3\r\nabcd\r\n0\r\n\r\n", null, null), is("InvalidRequest"));
  }

  @Test
  void refusesWhatHasNoChunks() {
    assertThat(refusal("hello\r\n", null, null), is("InvalidRequest"));
  }

  private static String read(String body, @Nullable ChunkSigner signer, @Nullable String trailer)
      throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1));
    return new String(
        new AwsChunkedInputStream(in, signer, trailer).readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static String refusal(
      String body, @Nullable ChunkSigner signer, @Nullable String trailer) {
    return assertThrows(RefusedException.class, () -> read(body, signer, trailer)).error().code();
  }

  private static ChunkSigner exampleSigner() {
    byte[] key = "AWS4wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".getBytes(StandardCharsets.UTF_8);
    for (String part : List.of("20130524", "us-east-1", "s3", "aws4_request")) {
      key = Digests.hmac(key, part);
    }

    Signature seed =
        new Signature(
            "AKIAIOSFODNN7EXAMPLE",
            "20130524",
            "us-east-1",
            "s3",
            List.of("host"),
            "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
            "20130524T000000Z",
            null);
    return new ChunkSigner(key, seed);
  }
}
