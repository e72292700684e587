/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.parquet.crypto.ColumnEncryptionProperties;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that can't be read: each is one line that names it. */
class BrokenFilesTest {

  private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String REPLACE =
      " (replace it by a whole copy, or take it out of the table)";
  private static final String COLUMNS =
      "required int64 id; optional binary text (STRING);"
          + " optional group l (LIST) { repeated group list { optional int32 element; } }";

  @TempDir private Path folder;
  private final Storages storages = Storages.withoutStaging();
  private Path file;

  @BeforeEach
  void begin() {
    file = folder.resolve("f.parquet");
  }

  @Test
  void namesAFileWithoutContent() throws IOException {
    Files.createFile(file);

    assertThat(failure(), equalTo(cannot("it has no content at all" + REPLACE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "{\"not\": \"parquet\"}", "PA", "xxxxPAR1", "xPAR1"})
  void namesAFileThatIsNoParquet(String content) throws IOException {
    Files.writeString(file, content);

    assertThat(failure(), equalTo(cannot("it is no Parquet file" + REPLACE)));
  }

  @Test
  void namesAFileThatDoesNotBeginAsParquetDoes() throws IOException {
    byte[] bytes = write(builder -> builder);
    bytes[0] = 'X';
    Files.write(file, bytes);

    assertThat(
        failure(),
        equalTo(cannot("it is damaged: it does not begin as a Parquet file does" + REPLACE)));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, Integer.MIN_VALUE, Integer.MAX_VALUE, 100_000})
  void namesAFileWithAnImpossibleFooter(int length) throws IOException {
    byte[] bytes = write(builder -> builder);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - 8, length);
    Files.write(file, bytes);

    assertThat(
        failure(),
        equalTo(cannot("it is damaged: its footer can't have " + length + " bytes" + REPLACE)));
  }

  @Test
  void namesAFileThatIsTruncatedAnywhere() throws IOException {
    byte[] bytes = write(builder -> builder);
    for (int length = 4; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));

      assertThat(failure(), equalTo(cannot("it is truncated: its footer is missing" + REPLACE)));
    }
  }

  /** Pages are behind checksums: what is read of a damaged file is right, or it is not read. */
  @Test
  void neverReadsWrongValuesFromADamagedPage() throws IOException {
    byte[] bytes = write(builder -> builder);
    String whole = read();
    int footer = bytes.length - 8 - footerLength(bytes);
    int refused = 0;
    for (int at = 4; at < footer; at++) {
      for (int bit : List.of(0x01, 0x40, 0x80)) {
        byte[] damaged = bytes.clone();
        damaged[at] ^= (byte) bit;
        Files.write(file, damaged);
        String found = readOrRefuse();
        assertThat(
            "byte " + at + " bit " + bit, found, anyOf(equalTo(whole), startsWith(cannot(""))));
        refused += found.equals(whole) ? 0 : 1;
      }
    }
    assertThat(refused > footer, equalTo(true));
  }

  /** A footer has no checksum: it may say something else, but never more than one line. */
  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x02, 0x10, 0x40, 0x80, 0xff})
  void refusesADamagedFooterInOneLineIfAtAll(int bits) throws IOException {
    byte[] bytes = write(builder -> builder);
    int footer = bytes.length - 8 - footerLength(bytes);
    for (int at = footer; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= (byte) bits;
      Files.write(file, damaged);

      readOrRefuse();
    }
  }

  @Test
  void namesAFileWithADamagedPage() throws IOException {
    byte[] bytes = write(builder -> builder.withDictionaryEncoding(false));
    bytes[indexOf(bytes, "text 17")] ^= 1;
    Files.write(file, bytes);

    assertThat(
        failure(), equalTo(cannot("it is damaged: the checksum of a page does not fit" + REPLACE)));
  }

  @Test
  void namesAFileThatIsEncrypted() throws IOException {
    write(builder -> builder.withEncryption(FileEncryptionProperties.builder(KEY).build()));

    assertThat(
        failure(),
        equalTo(
            cannot(
                "it is encrypted (write it again without encryption, or take it out of the table)")));
  }

  @Test
  void namesAFileThatIsEncryptedBehindAFooterThatIsNot() throws IOException {
    write(
        builder ->
            builder.withEncryption(
                FileEncryptionProperties.builder(KEY).withPlaintextFooter().build()));

    assertThat(
        failure(),
        equalTo(
            cannot(
                "it is encrypted (write it again without encryption, or take it out of the table)")));
  }

  @Test
  void namesAColumnThatIsEncryptedAndReadsTheOthers() throws IOException {
    ColumnPath text = ColumnPath.get("text");
    ColumnEncryptionProperties secret =
        ColumnEncryptionProperties.builder(text).withKey(KEY).withKeyID("k").build();
    write(
        builder ->
            builder.withEncryption(
                FileEncryptionProperties.builder(KEY)
                    .withPlaintextFooter()
                    .withEncryptedColumns(Map.of(text, secret))
                    .build()));

    assertThat(
        failure(),
        equalTo(
            cannot(
                "its column text is encrypted"
                    + " (leave the column out, or write the file again without encryption)")));
    LakeTable others =
        LakeTable.list(storages, table(), TableScan.all().withColumns(List.of("id")));
    assertThat(LakeIO.read(storages, others).head(1).get(0).getInt64("id"), equalTo(0L));
  }

  @Test
  void namesACompressionThatIsNotRead() throws IOException {
    write(builder -> builder.withCompressionCodec(CompressionCodecName.SNAPPY));
    byte[] bytes = Files.readAllBytes(file);
    relabel(bytes, 1, 3);
    Files.write(file, bytes);

    assertThat(
        failure(),
        equalTo(
            cannot(
                "its column id is compressed with LZO, which is not read here"
                    + " (write it again with snappy, zstd, gzip or lz4_raw)")));
  }

  @Test
  void saysThatALibraryCanNotBeLoaded() {
    IOException failure =
        ReadFailure.of(location(), new RuntimeException(new UnsatisfiedLinkError("no zstd-jni")));

    assertThat(
        failure.getMessage(),
        equalTo(
            cannot(
                "the library that decompresses it can't be loaded on this machine:"
                    + " UnsatisfiedLinkError, no zstd-jni (use a system that the library supports,"
                    + " or write the file with gzip)")));
  }

  @Test
  void saysThatPagesDoNotFitIntoMemory() {
    IOException failure = ReadFailure.of(location(), new OutOfMemoryError("Java heap space"));

    assertThat(
        failure.getMessage(),
        equalTo(
            cannot(
                "its pages do not fit into memory, as they are damaged or larger than this heap"
                    + REPLACE)));
  }

  @Test
  void doesNotQuoteWhatOthersSay() {
    IOException failure = ReadFailure.of(location(), new NumberFormatException("secret"));

    assertThat(failure.getMessage(), not(containsString("secret")));
  }

  private byte[] write(UnaryOperator<ExampleParquetWriter.Builder> settings) throws IOException {
    List<ExampleFiles.Fill> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long id = i;
      rows.add(
          row -> {
            row.append("id", id).append("text", "text " + id);
            row.addGroup("l").addGroup("list").append("element", (int) id % 3);
          });
    }
    Files.deleteIfExists(file);
    ExampleFiles.write(file, COLUMNS, settings, rows);
    return Files.readAllBytes(file);
  }

  /**
   * Exchanges the number of the codec in the footer: field 4 of the columns, behind their paths.
   */
  private static void relabel(byte[] bytes, int codec, int other) {
    int footer = bytes.length - 8 - footerLength(bytes);
    for (String column : List.of("id", "text", "element")) {
      for (int at = footer; at < bytes.length - column.length() - 2; at++) {
        byte[] name = column.getBytes(StandardCharsets.US_ASCII);
        boolean found =
            Arrays.equals(bytes, at, at + name.length, name, 0, name.length)
                && bytes[at + name.length] == 0x15
                && bytes[at + name.length + 1] == codec * 2;
        if (found) {
          bytes[at + name.length + 1] = (byte) (other * 2);
        }
      }
    }
  }

  private static int footerLength(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - 8);
  }

  private static int indexOf(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
  }

  private String read() throws IOException {
    LakeTable listed = LakeTable.list(storages, table());
    return ExampleFiles.values(LakeIO.read(storages, listed).head(1000)).toString();
  }

  private String readOrRefuse() {
    try {
      return read();
    } catch (IOException e) {
      assertThat(e.getMessage(), startsWith(cannot("")));
      assertThat(e.getMessage(), not(containsString("\n")));
      return e.getMessage();
    }
  }

  private String failure() {
    return assertThrows(UnreadableTableException.class, this::read).getMessage();
  }

  private String cannot(String reason) {
    return "Cannot read " + location() + ": " + reason;
  }

  private Location location() {
    return Location.of(file.toString());
  }

  private Location table() {
    return Location.of(folder.toString());
  }
}
