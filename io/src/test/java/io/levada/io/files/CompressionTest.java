/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.FilesFixture.counts;
import static io.levada.io.files.FilesFixture.gzip;
import static io.levada.io.files.FilesFixture.read;
import static io.levada.io.files.FilesFixture.textsOf;
import static io.levada.io.files.FilesFixture.utf8;
import static io.levada.io.files.FilesFixture.write;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.levada.rows.ReadCount;
import io.levada.rows.Tally;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Compression.class)
  void isToldByContentWhateverTheName(Compression compression) throws Exception {
    byte[] stored = compress(compression, utf8("one\ntwo\n"));

    for (String name : new String[] {"a.json", "a.gz", "a.bz2", "a.zst", "a"}) {
      assertThat(textsOf(write(folder, name, stored)), contains("one", "two"));
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void readsAllMembers(Compression compression) throws Exception {
    byte[] stored =
        concat(
            compress(compression, utf8("one\ntw")),
            compress(compression, utf8("")),
            compress(compression, utf8("o\nthree")));

    assertThat(textsOf(write(folder, "a", stored)), contains("one", "two", "three"));
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void countsTheStoredFileWhole(Compression compression) throws Exception {
    InputFile file = write(folder, "a", compress(compression, utf8("one\n\ntwo\n")));
    Tally.Counter expected = new Tally.Counter();
    expected.add(0, 0);
    expected.add(0, 5);

    ReadCount count = counts(read(FileRange.whole(file))).get(0);

    assertThat(count, is(new ReadCount(0, 0, file.size(), true, expected.tally())));
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void readsAFileWithoutContent(Compression compression) throws Exception {
    InputFile file = write(folder, "a", compress(compression, new byte[0]));

    ReadCount count = counts(read(FileRange.whole(file))).get(0);

    assertThat(count, is(new ReadCount(0, 0, file.size(), true, Tally.ZERO)));
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void failsOnAFileTruncatedAnywhere(Compression compression) throws Exception {
    byte[] stored = compress(compression, utf8("one\ntwo\nthree\n".repeat(5)));
    int shortest = shortestRecognised(compression);

    for (int length = shortest; length < stored.length; length++) {
      InputFile file = write(folder, "a-" + length, Arrays.copyOf(stored, length));

      UnreadableFileException e =
          assertThrows(
              UnreadableFileException.class, () -> textsOf(file), "read of " + length + " bytes");
      assertThat(e.location(), is(file.location()));
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void failsOnASecondMemberTruncatedAnywhere(Compression compression) throws Exception {
    byte[] member = compress(compression, utf8("one\n"));
    byte[] stored = concat(member, member);

    for (int length = member.length + 1; length < stored.length; length++) {
      InputFile file = write(folder, "a-" + length, Arrays.copyOf(stored, length));

      assertThrows(
          UnreadableFileException.class, () -> textsOf(file), "read of " + length + " bytes");
    }
  }

  @ParameterizedTest
  @EnumSource(value = Compression.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void failsOnGarbageBehindTheEnd(Compression compression) throws Exception {
    byte[] stored = concat(compress(compression, utf8("one\n")), utf8("garbage"));
    InputFile file = write(folder, "a", stored);

    assertThrows(UnreadableFileException.class, () -> textsOf(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GZIP", "BZIP2", "ZSTD"})
  void neverGivesOtherRecordsForADamagedFile(Compression compression) throws Exception {
    byte[] content = new byte[20_000];
    new Random(1).nextBytes(content);
    byte[] stored = compress(compression, content);
    String whole = String.join("\n", textsOf(write(folder, "whole", stored)));

    for (int i = 20; i < stored.length; i += 997) {
      byte[] damaged = stored.clone();
      damaged[i] ^= 0x10;
      InputFile file = write(folder, "damaged-" + i, damaged);

      try {
        assertThat(String.join("\n", textsOf(file)), is(whole));
      } catch (UnreadableFileException e) {
        assertThat(e.location(), is(file.location()));
      }
    }
  }

  @Test
  void namesTheFileAndThePlaceInOneLine() throws Exception {
    byte[] stored = gzip(utf8("one\ntwo\nthree\n"));
    InputFile file = write(folder, "a b.gz", Arrays.copyOf(stored, stored.length - 6));

    IOException e = assertThrows(UnreadableFileException.class, () -> textsOf(file));

    assertThat(
        e.getMessage(),
        allOf(
            containsString(file.location().uri()),
            containsString("its gzip data is truncated"),
            containsString("before byte " + file.size() + " of " + file.size()),
            containsString("replace it by a whole copy"),
            not(containsString("\n"))));
  }

  @ParameterizedTest
  @CsvSource({
    "fd377a585a000000, xz-compressed",
    "504b030414000000, a zip archive",
    "5041523115041500, a Parquet file",
    "fffe00007b000000, UTF-32 text",
    "0000feff0000007b, UTF-32 text",
    "1f9d90, compressed by compress"
  })
  void failsOnAFormatThatIsCertainlyNoText(String hex, String name) throws Exception {
    byte[] content = HexFormat.of().parseHex(hex);
    InputFile file = write(folder, "a", content);

    IOException e = assertThrows(UnreadableFileException.class, () -> textsOf(file));

    assertThat(e.getMessage(), containsString("it is " + name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"B", "BZ", "BZh", "BZhello", "(", "PK", "P"})
  void takesTextThatStartsLikeAFormatAsText(String text) throws Exception {
    assertThat(textsOf(write(folder, "a", utf8(text))), contains(text));
  }

  @Test
  void readsAZstdFileThatBeginsWithASkippableFrame() throws Exception {
    byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 'x', 'y'};
    byte[] stored = concat(skippable, Zstd.compress(utf8("one\n")));

    assertThat(textsOf(write(folder, "a", stored)), contains("one"));
  }

  static byte[] compress(Compression compression, byte[] content) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case NONE -> stored;
          case GZIP -> new GZIPOutputStream(stored);
          case BZIP2 -> new BZip2CompressorOutputStream(stored);
          case ZSTD -> new ZstdOutputStreamNoFinalizer(stored).setChecksum(true);
        }) {
      out.write(content);
    }
    return stored.toByteArray();
  }

  /** Below this a truncated file could be text. */
  private static int shortestRecognised(Compression compression) {
    return switch (compression) {
      case NONE -> throw new IllegalArgumentException("Not compressed");
      case GZIP -> 1;
      case ZSTD -> 2;
      case BZIP2 -> 4;
    };
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
