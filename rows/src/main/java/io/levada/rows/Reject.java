/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Objects;

/**
 * A record that could not be taken, with the reason.
 *
 * @param position where it came from
 * @param code the reason as one word for machines, such as {@code NOT_JSON}
 * @param message the reason for people, without any of the record's content
 * @param record the record
 */
public record Reject(SourcePosition position, String code, String message, Content record)
    implements Note, Serializable {

  static final byte KIND = 'R';

  public Reject {
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(record, "record");
  }

  /**
   * The rejected record itself.
   *
   * @param form how the bytes relate to the input
   * @param bytes the record; of a {@link Form#CUT} one, its first bytes
   * @param length the record's whole length in bytes
   * @param sha256 of a {@link Form#CUT} record, the digest of the whole; else empty
   */
  public record Content(Form form, byte[] bytes, long length, byte[] sha256)
      implements Serializable {

    /** The record exactly as it stands in the input. */
    public static Content raw(byte[] bytes) {
      return new Content(Form.RAW, bytes, bytes.length, new byte[0]);
    }

    /** A row as JSON, for a record that was rejected after it had been parsed. */
    public static Content row(byte[] json) {
      return new Content(Form.ROW, json, json.length, new byte[0]);
    }

    /** The beginning of a record that is too large to be carried whole. */
    public static Content cut(byte[] prefix, long length, byte[] sha256) {
      return new Content(Form.CUT, prefix, length, sha256);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Content that
          && form == that.form
          && length == that.length
          && Arrays.equals(bytes, that.bytes)
          && Arrays.equals(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }
  }

  /** How a {@link Content} relates to the input. */
  public enum Form {
    RAW,
    ROW,
    CUT
  }

  @Override
  public byte kind() {
    return KIND;
  }

  @Override
  public void writeTo(DataOutputStream out) throws IOException {
    out.writeInt(position.file());
    out.writeLong(position.offset());
    out.writeUTF(code);
    writeBytes(out, message.getBytes(StandardCharsets.UTF_8));
    out.writeUTF(record.form().name());
    out.writeLong(record.length());
    writeBytes(out, record.sha256());
    writeBytes(out, record.bytes());
  }

  /** Where an encoded reject came from, told without decoding the rest. */
  public static SourcePosition positionOf(byte[] note) {
    ByteBuffer fields = ByteBuffer.wrap(note);
    return new SourcePosition(fields.getInt(1), fields.getLong(5));
  }

  static Reject readFrom(DataInputStream in) throws IOException {
    SourcePosition position = new SourcePosition(in.readInt(), in.readLong());
    String code = in.readUTF();
    String message = new String(readBytes(in), StandardCharsets.UTF_8);
    Form form = Form.valueOf(in.readUTF());
    long length = in.readLong();
    byte[] sha256 = readBytes(in);
    return new Reject(position, code, message, new Content(form, readBytes(in), length, sha256));
  }

  /**
   * Writes the reject as one JSON object: {@code file}, {@code position}, {@code code}, {@code
   * message}, then {@code record} (or {@code record_base64} where it is not UTF-8), and for a
   * record that was cut, {@code record_length} and {@code record_sha256}.
   *
   * @param file the file's URI, or null where there is none
   */
  public void writeJson(JsonGenerator json, String file) throws IOException {
    json.writeStartObject();
    json.writeStringField("file", file);
    json.writeNumberField("position", position.offset());
    json.writeStringField("code", code);
    json.writeStringField("message", message);
    writeContent(json);
    json.writeEndObject();
  }

  private void writeContent(JsonGenerator json) throws IOException {
    if (record.form() != Form.RAW) {
      json.writeStringField("record_form", record.form().name().toLowerCase(Locale.ROOT));
    }
    if (record.form() == Form.CUT) {
      json.writeNumberField("record_length", record.length());
      json.writeStringField("record_sha256", HexFormat.of().formatHex(record.sha256()));
    }
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record.bytes())).toString();
      json.writeStringField("record", text);
    } catch (CharacterCodingException e) {
      json.writeStringField("record_base64", Base64.getEncoder().encodeToString(record.bytes()));
    }
  }

  private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }
}
