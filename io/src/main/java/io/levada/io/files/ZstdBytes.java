/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The content of zstd frames, one after another. The library's own stream takes a frame that is cut
 * off for a clean end when the frame before it ended in the same buffer.
 */
final class ZstdBytes extends PiecewiseBytes {

  private static final int BUFFER_BYTES = 128 * 1024;

  private final InputStream stored;
  private final ZstdDecompressCtx decompressor = new ZstdDecompressCtx();
  private final byte[] piece = new byte[BUFFER_BYTES];
  private final ByteBuffer source = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private final ByteBuffer content = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private boolean betweenFrames;

  /** What was decompressed last has filled the buffer, so that there may be more without input. */
  private boolean moreToFlush;

  ZstdBytes(InputStream stored) {
    this.stored = stored;
  }

  @Override
  public int read(byte[] bytes, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }

    while (!content.hasRemaining()) {
      if (!source.hasRemaining() && !moreToFlush && !refill()) {
        if (!betweenFrames) {
          throw new EOFException("The last frame is not whole");
        }
        return -1;
      }
      content.clear();
      betweenFrames = decompressor.decompressDirectByteBufferStream(content, source);
      moreToFlush = !content.hasRemaining() && !betweenFrames;
      content.flip();
    }
    int count = Math.min(length, content.remaining());
    content.get(bytes, from, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    decompressor.close();
    stored.close();
  }

  private boolean refill() throws IOException {
    int count = stored.read(piece, 0, piece.length);
    if (count < 0) {
      return false;
    }
    source.clear();
    source.put(piece, 0, count).flip();
    return true;
  }
}
