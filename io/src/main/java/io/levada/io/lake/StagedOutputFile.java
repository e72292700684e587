/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.StagedUpload;
import java.io.IOException;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A staged file as Parquet's writer wants it; closing the stream leaves the upload open. */
final class StagedOutputFile implements OutputFile {

  private final StagedUpload upload;

  StagedOutputFile(StagedUpload upload) {
    this.upload = upload;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new UploadStream(upload);
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  private static final class UploadStream extends PositionOutputStream {
    private final StagedUpload upload;

    UploadStream(StagedUpload upload) {
      this.upload = upload;
    }

    @Override
    public long getPos() {
      return upload.position();
    }

    @Override
    public void write(int b) throws IOException {
      upload.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      upload.write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      upload.flush();
    }
  }
}
