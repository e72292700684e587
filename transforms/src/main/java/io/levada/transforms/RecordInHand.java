/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The record that is being read: its bytes, and why it cannot be taken, once that is known. */
final class RecordInHand {

  private byte[] bytes = new byte[0];
  private int start;
  private int parserStart;
  private @Nullable RejectReason reason;
  private String message = "";

  /**
   * Takes the next record.
   *
   * @param start where its bytes begin
   * @param parserStart where those of its parser do
   */
  void take(byte[] bytes, int start, int parserStart) {
    this.bytes = bytes;
    this.start = start;
    this.parserStart = parserStart;
    this.reason = null;
  }

  /** Returns false always. */
  boolean reject(RejectReason why, String text) {
    reason = why;
    message = text;
    return false;
  }

  boolean isRejected() {
    return reason != null;
  }

  RejectReason reason() {
    if (reason == null) {
      throw new IllegalStateException("The last record was not rejected");
    }

    return reason;
  }

  String message() {
    return message;
  }

  /** The record's text between two offsets in it. */
  String text(int from, int to) {
    return new String(bytes, start + from, to - from, StandardCharsets.UTF_8);
  }

  /** Writes the record's bytes between two offsets in it. */
  void copy(int from, int to, ByteArrayOutputStream out) {
    out.write(bytes, start + from, to - from);
  }

  /** Where the parser's token begins in the record. */
  int byteOfToken(JsonParser parser) {
    return inRecord(parser.currentTokenLocation());
  }

  /** Where the parser stands: behind its token, if that has been read to its end. */
  int byteBehind(JsonParser parser) {
    return inRecord(parser.currentLocation());
  }

  private int inRecord(JsonLocation location) {
    return parserStart - start + (int) location.getByteOffset();
  }

  /** The place of the parser's token, for the end of a message. */
  String at(JsonParser parser) {
    return at(byteOfToken(parser));
  }

  /** The place for the end of a message, or nothing if it is not known. */
  static String at(long offset) {
    return offset < 0 ? "" : " (byte " + offset + " of the record)";
  }
}
