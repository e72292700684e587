/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Entry;
import io.levada.io.storage.OpenFile;
import io.levada.io.storage.Storages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;

/**
 * What a file's footer says, looked through for all that can be known to be wrong before a row is
 * read.
 *
 * @param groupRows the rows of each row group
 * @param groupBytes the stored bytes of each row group, of the columns that are wanted
 */
record FileFooter(MessageType schema, List<Long> groupRows, List<Long> groupBytes) {

  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ENCRYPTED_MAGIC = "PARE".getBytes(StandardCharsets.US_ASCII);

  /** The length of the footer, and the magic bytes. */
  private static final int TAIL_BYTES = 8;

  /** Holds nearly every footer, so that one request does. */
  private static final int FIRST_READ_BYTES = 64 * 1024;

  /**
   * Reads a footer.
   *
   * @param wanted of each column by its name, whether it will be read
   * @throws UnreadableTableException if the file is no Parquet file that can be read
   */
  static FileFooter read(Storages storages, Entry entry, Predicate<String> wanted)
      throws IOException {
    try (OpenFile file = storages.of(entry.location()).open(entry)) {
      byte[] bytes = footerBytes(file);
      ParquetMetadata metadata = parse(bytes);
      FileFooter footer = checked(entry, metadata, wanted, entry.size() - bytes.length);
      file.checkUnchanged();
      return footer;
    } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw ReadFailure.of(entry.location(), e);
    }
  }

  /** The same with the schema of the map that is equal, which it is put in if there is none. */
  FileFooter sharing(Map<MessageType, MessageType> schemas) {
    return new FileFooter(schemas.computeIfAbsent(schema, same -> same), groupRows, groupBytes);
  }

  private static ParquetMetadata parse(byte[] footer) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    return new ParquetMetadataConverter(options)
        .readParquetMetadata(
            new ByteArrayInputStream(footer, 0, footer.length - TAIL_BYTES),
            ParquetMetadataConverter.NO_FILTER);
  }

  /** The footer with its length and the magic bytes. */
  private static byte[] footerBytes(OpenFile file) throws IOException {
    long size = file.entry().size();
    if (size == 0) {
      throw broken(file, "it has no content at all");
    }

    byte[] tail = read(file, size - Math.min(size, FIRST_READ_BYTES), size);
    checkMagic(file, tail);
    long length = lengthOfFooter(tail);
    if (length <= 0 || length > size - TAIL_BYTES - MAGIC.length) {
      throw broken(file, "it is damaged: its footer can't have " + length + " bytes");
    }
    return length + TAIL_BYTES <= tail.length
        ? Arrays.copyOfRange(tail, (int) (tail.length - TAIL_BYTES - length), tail.length)
        : read(file, size - TAIL_BYTES - length, size);
  }

  private static void checkMagic(OpenFile file, byte[] tail) throws IOException {
    byte[] magic = Arrays.copyOfRange(tail, Math.max(0, tail.length - MAGIC.length), tail.length);
    if (Arrays.equals(magic, ENCRYPTED_MAGIC)) {
      throw new UnreadableTableException(
          file.entry().location(), "it is encrypted", ReadFailure.DECRYPT);
    }

    byte[] head = read(file, 0, Math.min(MAGIC.length, tail.length));
    boolean begins = Arrays.equals(head, MAGIC) || Arrays.equals(head, ENCRYPTED_MAGIC);
    if (!Arrays.equals(magic, MAGIC) || tail.length < TAIL_BYTES + MAGIC.length) {
      throw broken(
          file, begins ? "it is truncated: its footer is missing" : "it is no Parquet file");
    }
    if (!begins) {
      throw broken(file, "it is damaged: it does not begin as a Parquet file does");
    }
  }

  private static int lengthOfFooter(byte[] tail) {
    return ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(tail.length - TAIL_BYTES);
  }

  private static byte[] read(OpenFile file, long from, long to) throws IOException {
    byte[] bytes = new byte[(int) (to - from)];
    file.read(from, bytes, 0, bytes.length);
    return bytes;
  }

  private static UnreadableTableException broken(OpenFile file, String reason) {
    return new UnreadableTableException(file.entry().location(), reason, ReadFailure.REPLACE);
  }

  private static FileFooter checked(
      Entry entry, ParquetMetadata metadata, Predicate<String> wanted, long dataEnd)
      throws UnreadableTableException {
    MessageType schema = metadata.getFileMetaData().getSchema();
    Long[] rows = new Long[metadata.getBlocks().size()];
    Long[] bytes = new Long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      BlockMetaData group = metadata.getBlocks().get(i);
      if (group.getRowCount() < 0) {
        throw damaged(entry, "a row group");
      }
      rows[i] = group.getRowCount();
      bytes[i] = 0L;
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        if (wanted.test(chunk.getPath().toArray()[0])) {
          checkReadable(entry, chunk);
          checkPlausible(entry, group, chunk, schema, dataEnd);
          bytes[i] += chunk.getTotalSize();
        }
      }
    }
    return new FileFooter(schema, List.of(rows), List.of(bytes));
  }

  private static void checkReadable(Entry entry, ColumnChunkMetaData chunk)
      throws UnreadableTableException {
    String column = chunk.getPath().toDotString();
    if (chunk.isEncrypted()) {
      throw new UnreadableTableException(
          entry.location(),
          "its column " + column + " is encrypted",
          "leave the column out, or write the file again without encryption");
    }
    switch (chunk.getCodec()) {
      case UNCOMPRESSED, SNAPPY, GZIP, ZSTD, LZ4_RAW -> {}
      default ->
          throw new UnreadableTableException(
              entry.location(),
              "its column "
                  + column
                  + " is compressed with "
                  + chunk.getCodec()
                  + ", which is not read here",
              "write it again with snappy, zstd, gzip or lz4_raw");
    }
  }

  private static void checkPlausible(
      Entry entry, BlockMetaData group, ColumnChunkMetaData chunk, MessageType schema, long dataEnd)
      throws UnreadableTableException {
    ColumnDescriptor column = schema.getColumnDescription(chunk.getPath().toArray());
    boolean isFlat = column.getMaxRepetitionLevel() == 0;
    long start = chunk.getStartingPos();
    if (group.getPath() != null
        || chunk.getValueCount() < 0
        || (isFlat && chunk.getValueCount() != group.getRowCount())
        || start < MAGIC.length
        || chunk.getTotalSize() < 0
        || chunk.getTotalSize() > dataEnd - start) {
      throw damaged(entry, "column " + chunk.getPath().toDotString());
    }
  }

  private static UnreadableTableException damaged(Entry entry, String what) {
    return new UnreadableTableException(
        entry.location(),
        "it is damaged: its footer says of " + what + " what can't be",
        ReadFailure.REPLACE);
  }
}
