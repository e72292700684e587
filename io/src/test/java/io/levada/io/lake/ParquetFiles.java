/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Location;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storages;
import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import io.levada.rows.RowLayout;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;

/** Writes one Parquet file, as the slots of a run do. */
final class ParquetFiles {

  private static final long ROW_GROUP_BYTES = 1 << 20;

  private ParquetFiles() {}

  static void write(
      Storages storages, Location file, FileFormat format, Schema schema, List<Row> rows)
      throws IOException {
    RowCodec codec = RowCodec.of(schema, RowLayout.none());
    try (StagedUpload upload = storages.of(file).stage(file, "attempt")) {
      ParquetPart part =
          new ParquetPart(
              new StagedOutputFile(upload),
              codec,
              BeamToParquet.schema(schema, Set.of(), format.timestamps()),
              format,
              ROW_GROUP_BYTES,
              Set.of());
      EncodedRow encoded = codec.newRow();
      for (Row row : rows) {
        codec.encode(row, encoded);
        part.write(encoded);
      }
      part.finish();
      storages.of(file).complete(List.of(upload.finish()));
    }
  }
}
