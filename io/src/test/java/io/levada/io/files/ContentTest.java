/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.CompressionTest.compress;
import static io.levada.io.files.FilesFixture.utf8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.OpenFile;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentTest {

  private static final String LINES = "{\"a\":1}\n{\"b\":2}\n";

  @Test
  void isDivisibleIfItIsPlainLinesInUtf8() throws Exception {
    assertThat(content(utf8(LINES)).isDivisible(), is(true));
    assertThat(content(utf8("\ufeff" + LINES)).isDivisible(), is(true));
  }

  @Test
  void isIndivisibleInAnotherShape() throws Exception {
    assertThat(content(utf8("[" + LINES)).isDivisible(), is(false));
    assertThat(content(utf8("{}{}")).isDivisible(), is(false));
  }

  @Test
  void isIndivisibleInUtf16() throws Exception {
    Content content = content(("\ufeff" + LINES).getBytes(StandardCharsets.UTF_16LE));

    assertThat(content.isDivisible(), is(false));
    assertThat(content.shape(), is(Shape.LINES));
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void isIndivisibleWhenCompressed(Compression compression) throws Exception {
    assertThat(content(compress(compression, utf8(LINES))).isDivisible(), is(false));
  }

  @Test
  void saysThatItIsIndivisibleWithoutDecompressing() throws Exception {
    assertThat(content(new byte[] {0x1f, (byte) 0x8b}).isDivisible(), is(false));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void refusesUtf32(Compression compression) throws Exception {
    byte[] stored = compress(compression, "\ufeff{}".getBytes("UTF-32LE"));

    UnreadableFileException e =
        assertThrows(UnreadableFileException.class, () -> content(stored).shape());

    assertThat(e.getMessage(), containsString("it is UTF-32 text, not plain"));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void looksBehindAnyWhiteSpaceForTheShape(Compression compression) throws Exception {
    String blank = " \r\n\t".repeat(600_000);

    for (String mark : new String[] {"", "\ufeff"}) {
      byte[] array = utf8(mark + blank + "[\n  {}\n]");
      Content content = content(compress(compression, array));

      assertThat(content.shape(), is(Shape.ARRAY));
      assertThat(content.bytes().readAllBytes(), is(array));
    }
    assertThat(content(compress(compression, utf8(blank))).shape(), is(Shape.LINES));
  }

  @Test
  void asksOnceForASmallFile() throws Exception {
    StoredFile file = new StoredFile(utf8(LINES));
    Content content = Content.of(file);
    content.shape();

    assertThat(content.bytes().readAllBytes(), is(utf8(LINES)));
    assertThat(file.requests, contains("0+" + LINES.length()));
  }

  @Test
  void asksForNothingTwice() throws Exception {
    StoredFile file = new StoredFile(utf8(LINES.repeat(10_000)));
    Content content = Content.of(file);
    content.shape();
    content.bytes().readNBytes(new byte[200_000], 0, 100_000);

    assertThat(file.requests, contains("0+65536", "65536+34464"));
  }

  private static Content content(byte[] stored) throws Exception {
    return Content.of(new StoredFile(stored));
  }

  /** Remembers what it was asked for. */
  private static final class StoredFile implements OpenFile {
    private final byte[] stored;
    private final List<String> requests = new ArrayList<>();

    StoredFile(byte[] stored) {
      this.stored = stored;
    }

    @Override
    public Entry entry() {
      return new Entry(Location.of("/a"), stored.length, "", Instant.EPOCH);
    }

    @Override
    public int read(long position, byte[] buffer, int from, int length) {
      int count = (int) Math.max(0, Math.min(length, stored.length - position));
      requests.add(position + "+" + count);
      System.arraycopy(stored, (int) position, buffer, from, count);
      return count;
    }

    @Override
    public void checkUnchanged() {}

    @Override
    public void close() {}
  }
}
