/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.io.Serializable;
import java.util.Locale;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;

/**
 * How the files of a table are written.
 *
 * @param compression how pages are compressed
 * @param timestamps the unit of timestamps
 * @param targetFileBytes the size at which a partition's next file is begun
 */
public record FileFormat(Compression compression, TimestampUnit timestamps, long targetFileBytes)
    implements Serializable {

  /** Snappy, microseconds, 256 MB: what Athena reads well. */
  public static final FileFormat DEFAULT =
      new FileFormat(Compression.SNAPPY, TimestampUnit.MICROS, 256L << 20);

  public FileFormat {
    if (targetFileBytes < 1 << 20) {
      throw new IllegalArgumentException(
          "Invalid target file size: " + targetFileBytes + " bytes (at least 1 MiB)");
    }
  }

  public FileFormat withCompression(Compression value) {
    return new FileFormat(value, timestamps, targetFileBytes);
  }

  public FileFormat withTimestamps(TimestampUnit value) {
    return new FileFormat(compression, value, targetFileBytes);
  }

  public FileFormat withTargetFileBytes(long value) {
    return new FileFormat(compression, timestamps, value);
  }

  /** A file's name: {@code part-<slot>-<run>-<seq>.snappy.parquet}. */
  String fileName(String slot, String run, int sequence) {
    return String.format(
        Locale.ROOT, "part-%s-%s-%05d%s.parquet", slot, run, sequence, compression.extension);
  }

  /** How Parquet pages are compressed. */
  public enum Compression {
    SNAPPY(CompressionCodecName.SNAPPY, ".snappy"),
    ZSTD(CompressionCodecName.ZSTD, ".zstd"),
    GZIP(CompressionCodecName.GZIP, ".gz"),
    NONE(CompressionCodecName.UNCOMPRESSED, "");

    private final CompressionCodecName codec;
    private final String extension;

    Compression(CompressionCodecName codec, String extension) {
      this.codec = codec;
      this.extension = extension;
    }

    CompressionCodecName codec() {
      return codec;
    }
  }

  /** The unit of timestamps, which are INT64 and in UTC. */
  public enum TimestampUnit {
    MICROS(TimeUnit.MICROS),
    MILLIS(TimeUnit.MILLIS);

    private final TimeUnit annotation;

    TimestampUnit(TimeUnit annotation) {
      this.annotation = annotation;
    }

    TimeUnit annotation() {
      return annotation;
    }
  }
}
