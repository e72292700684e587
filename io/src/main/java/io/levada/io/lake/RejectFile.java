/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.rows.Reject;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A slot's rejects as JSON lines, gzip. Closing removes it if it was not finished. */
final class RejectFile implements AutoCloseable {

  private static final int BUFFER_BYTES = 64 << 10;

  private final String path;
  private final StagedUpload upload;
  private final GZIPOutputStream gzip;
  private final JsonGenerator json;
  private long rows;

  RejectFile(StagingArea area, String slot, String attempt) throws IOException {
    this.path = "rejects/part-" + slot + ".jsonl.gz";
    this.upload = area.open(DataFile.Content.REJECTS, path, attempt);
    this.gzip = gzip(upload);
    this.json = new JsonFactory().createGenerator(gzip);
    json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  /** Writes gzip's header at once, so it can fail. */
  private static GZIPOutputStream gzip(StagedUpload upload) throws IOException {
    try {
      return new GZIPOutputStream(upload, BUFFER_BYTES);
    } catch (IOException e) {
      upload.abort();
      throw e;
    }
  }

  void write(Reject reject, @Nullable String file) throws IOException {
    reject.writeJson(json, file);
    rows++;
  }

  DataFile finish() throws IOException {
    json.writeRaw('\n');
    json.flush();
    gzip.finish();
    StagedFile staged = upload.finish();
    return new DataFile(
        DataFile.Content.REJECTS, path, staged.stagingId(), staged.length(), rows, rows);
  }

  @Override
  public void close() throws IOException {
    upload.abort();
  }
}
