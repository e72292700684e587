/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;

/** One open Parquet file. */
final class ParquetPart {

  /**
   * A row may be tens of megabytes: with Parquet's 100, that many are held before it looks at their
   * size. It looks less often by itself where rows are small.
   */
  private static final int ROWS_BEFORE_FIRST_SIZE_CHECK = 1;

  private final ParquetWriter<EncodedRow> writer;
  private long rows;

  /**
   * Opens a file.
   *
   * @param plainColumns the columns whose values hardly repeat, which a dictionary only costs time
   */
  ParquetPart(
      OutputFile file,
      RowCodec codec,
      MessageType schema,
      FileFormat format,
      long rowGroupBytes,
      Set<String> plainColumns)
      throws IOException {
    Builder builder =
        new Builder(file, codec, schema)
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(format.compression().codec())
            .withRowGroupSize(rowGroupBytes)
            .withMinRowCountForPageSizeCheck(ROWS_BEFORE_FIRST_SIZE_CHECK)
            .withDictionaryEncoding(true);
    for (String column : plainColumns) {
      builder.withDictionaryEncoding(column, false);
    }
    this.writer = builder.build();
  }

  void write(EncodedRow row) throws IOException {
    writer.write(row);
    rows++;
  }

  /** Rows given to the writer. */
  long rows() {
    return rows;
  }

  /** About how large the file is by now, what is not written yet included. */
  long bytes() {
    return writer.getDataSize();
  }

  /** Ends the file and returns how many rows its footer states. */
  long finish() throws IOException {
    writer.close();
    return writer.getFooter().getBlocks().stream().mapToLong(BlockMetaData::getRowCount).sum();
  }

  private static final class Builder extends ParquetWriter.Builder<EncodedRow, Builder> {
    private final RowCodec codec;
    private final MessageType schema;

    Builder(OutputFile file, RowCodec codec, MessageType schema) {
      super(file);
      this.codec = codec;
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in the parent all the same
    protected WriteSupport<EncodedRow> getWriteSupport(Configuration configuration) {
      return new EncodedRowWriteSupport(codec, schema);
    }

    @Override
    protected WriteSupport<EncodedRow> getWriteSupport(ParquetConfiguration configuration) {
      return new EncodedRowWriteSupport(codec, schema);
    }
  }
}
