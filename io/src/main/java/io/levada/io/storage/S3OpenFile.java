/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object, read in ranges on condition that it has the ETag that was listed: what is read is
 * always of the file that was listed, even if another is at its key by now.
 *
 * <p>Whoever reads on is given the next 8 MiB by one request, byte by byte as they come; whoever
 * jumps, what he asks for. A small piece, as the head of a file or the footer that stands at its
 * end, comes with its surroundings, which are kept. A stream that is cut is taken up where it was.
 */
final class S3OpenFile implements OpenFile {

  /** A little more than 8 MiB, as the last record of whoever reads 8 MiB ends behind them. */
  private static final int RANGE_BYTES = (8 * 1024 + 128) * 1024;

  private static final int PIECE_BYTES = 64 * 1024;

  /** A connection is worth more than so many bytes. */
  private static final int DRAINED_BYTES = 64 * 1024;

  private static final int MAX_CUTS_WITHOUT_PROGRESS = 5;

  private final S3Connection connection;
  private final Entry entry;
  private final S3Key key;

  private byte[] piece = new byte[0];
  private long pieceFrom;

  private @Nullable ResponseInputStream<GetObjectResponse> stream;
  private long streamPosition;
  private long streamTo;

  /** Where the last read ended; before the first, nowhere. */
  private long readTo = -1;

  S3OpenFile(S3Connection connection, Entry entry) {
    this.connection = connection;
    this.entry = entry;
    this.key = S3Key.ofFile(entry.location());
  }

  @Override
  public Entry entry() {
    return entry;
  }

  @Override
  public int read(long position, byte[] buffer, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, buffer.length);
    int wanted = (int) Math.max(0, Math.min(length, entry.size() - position));
    int done = 0;
    while (done < wanted) {
      done += readSome(position + done, buffer, from + done, wanted - done);
    }
    return wanted;
  }

  /** Nothing: each request was on condition of the file's identity. */
  @Override
  public void checkUnchanged() {}

  @Override
  public void close() {
    closeStream();
  }

  private int readSome(long position, byte[] buffer, int from, int length) throws IOException {
    boolean readsOn = readTo < 0 ? length >= PIECE_BYTES : position == readTo;
    boolean inStream = position == streamPosition && position < streamTo;
    if (!inStream && !isInPiece(position) && !readsOn && length < PIECE_BYTES) {
      fetchPiece(position);
    }

    int count;
    if (isInPiece(position)) {
      count = (int) Math.min(length, pieceFrom + piece.length - position);
      System.arraycopy(piece, (int) (position - pieceFrom), buffer, from, count);
    } else {
      if (!inStream) {
        closeStream();
        streamPosition = position;
        streamTo = Math.min(entry.size(), position + (readsOn ? RANGE_BYTES : length));
      }
      count = readStream(buffer, from, (int) Math.min(length, streamTo - streamPosition));
    }
    readTo = position + count;
    return count;
  }

  private boolean isInPiece(long position) {
    return position >= pieceFrom && position < pieceFrom + piece.length;
  }

  private void fetchPiece(long position) throws IOException {
    closeStream();
    pieceFrom = Math.max(0, Math.min(position, entry.size() - PIECE_BYTES));
    byte[] fetched = new byte[(int) Math.min(PIECE_BYTES, entry.size() - pieceFrom)];
    streamPosition = pieceFrom;
    streamTo = pieceFrom + fetched.length;
    piece = new byte[0];
    for (int done = 0; done < fetched.length; ) {
      done += readStream(fetched, done, fetched.length - done);
    }
    closeStream();
    piece = fetched;
  }

  /** From the stream's position; opens it if need be, and again where it was cut. */
  private int readStream(byte[] buffer, int from, int length) throws IOException {
    for (int cuts = 0; ; cuts++) {
      if (stream == null) {
        stream = openStream();
      }
      try {
        int count = stream.read(buffer, from, length);
        if (count < 0) {
          throw new EOFException("The answer was cut off");
        }
        streamPosition += count;
        return count;
      } catch (SdkException e) {
        throw S3Failure.of("read", entry.location(), e);
      } catch (IOException e) {
        stream.abort();
        stream = null;
        if (cuts == MAX_CUTS_WITHOUT_PROGRESS) {
          throw StorageException.of("read", entry.location(), e);
        }
      }
    }
  }

  private ResponseInputStream<GetObjectResponse> openStream() throws IOException {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(key.bucket())
            .key(key.key())
            .ifMatch(S3Head.quoted(entry.identity()))
            .range("bytes=" + streamPosition + "-" + (streamTo - 1))
            .build();
    try {
      ResponseInputStream<GetObjectResponse> opened = connection.client().getObject(request);
      checkAnswer(opened);
      return opened;
    } catch (SdkException e) {
      if (S3Failure.isMissing(e)) {
        throw new ChangedWhileReadingException(entry, "gone");
      }
      if (S3Failure.isRefused(e) || S3Failure.isBehindTheEnd(e)) {
        throw new ChangedWhileReadingException(entry, "another file");
      }
      throw S3Failure.of("read", entry.location(), e);
    }
  }

  /** As there are stores that look like S3 and leave conditions or ranges out of account. */
  private void checkAnswer(ResponseInputStream<GetObjectResponse> opened) throws IOException {
    String tag = S3Head.unquoted(opened.response().eTag());
    if (!tag.equals(entry.identity())) {
      opened.abort();
      throw new ChangedWhileReadingException(entry, tag);
    }
    String range = opened.response().contentRange();
    if (range == null || !range.startsWith("bytes " + streamPosition + "-")) {
      opened.abort();
      throw StorageException.of(
          "read", entry.location(), "The store has answered with another range", "use S3");
    }
  }

  /** Keeps the connection if little is left on it; what is left is not wanted. */
  private void closeStream() {
    if (stream == null) {
      return;
    }

    ResponseInputStream<GetObjectResponse> closed = stream;
    stream = null;
    if (streamTo - streamPosition > DRAINED_BYTES) {
      closed.abort();
      return;
    }
    try {
      closed.close();
    } catch (IOException e) {
      closed.abort();
    }
  }
}
