/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.GroupCount;
import io.levada.rows.Note;
import io.levada.rows.ReadCount;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that one attempt at a slot has done, as one element: its files, what became of its records,
 * and the counts of what was read and grouped if it is their slot. One element, so that a slot is
 * in the manifest whole or not at all.
 *
 * @param slot the slot's name
 * @param attempt a random name of the attempt
 * @param figures what a {@link io.levada.rows.SlotSink} has told, if there is one
 */
record SlotEntry(
    String slot,
    String attempt,
    List<DataFile> files,
    FateTallies tallies,
    Map<String, Long> rejectsByCode,
    List<ReadCount> reads,
    List<GroupCount> groups,
    Map<String, Long> figures) {

  /** Of a slot that was written to files. */
  SlotEntry(
      String slot,
      String attempt,
      List<DataFile> files,
      FateTallies tallies,
      Map<String, Long> rejectsByCode,
      List<ReadCount> reads,
      List<GroupCount> groups) {
    this(slot, attempt, files, tallies, rejectsByCode, reads, groups, Map.of());
  }

  byte[] encode() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeUTF(slot);
      out.writeUTF(attempt);
      out.writeInt(files.size());
      for (DataFile file : files) {
        out.writeUTF(file.content().name());
        out.writeUTF(file.path());
        out.writeUTF(file.stagedAs());
        out.writeLong(file.bytes());
        out.writeLong(file.rows());
        out.writeLong(file.footerRows());
      }
      tallies.writeTo(out);
      writeNumbers(rejectsByCode, out);
      out.writeInt(reads.size());
      for (ReadCount read : reads) {
        writeNote(read, out);
      }
      out.writeInt(groups.size());
      for (GroupCount group : groups) {
        writeNote(group, out);
      }
      writeNumbers(figures, out);
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeNumbers(Map<String, Long> numbers, DataOutputStream out)
      throws IOException {
    out.writeInt(numbers.size());
    for (Map.Entry<String, Long> number : numbers.entrySet()) {
      out.writeUTF(number.getKey());
      out.writeLong(number.getValue());
    }
  }

  private static void writeNote(Note note, DataOutputStream out) throws IOException {
    byte[] bytes = note.encode();
    out.writeByte(bytes.length);
    out.write(bytes);
  }

  static SlotEntry decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      String slot = in.readUTF();
      String attempt = in.readUTF();
      List<DataFile> files = new ArrayList<>();
      for (int count = in.readInt(); count > 0; count--) {
        files.add(
            new DataFile(
                DataFile.Content.valueOf(in.readUTF()),
                in.readUTF(),
                in.readUTF(),
                in.readLong(),
                in.readLong(),
                in.readLong()));
      }
      FateTallies tallies = FateTallies.readFrom(in);
      Map<String, Long> codes = readNumbers(in);
      List<ReadCount> reads = new ArrayList<>();
      for (int count = in.readInt(); count > 0; count--) {
        reads.add((ReadCount) readNote(in));
      }
      List<GroupCount> groups = new ArrayList<>();
      for (int count = in.readInt(); count > 0; count--) {
        groups.add((GroupCount) readNote(in));
      }
      Map<String, Long> figures = readNumbers(in);
      return new SlotEntry(slot, attempt, files, tallies, codes, reads, groups, figures);
    } catch (IOException e) {
      throw new UncheckedIOException("Invalid slot entry of " + bytes.length + " bytes", e);
    }
  }

  private static Map<String, Long> readNumbers(DataInputStream in) throws IOException {
    Map<String, Long> numbers = new TreeMap<>();
    for (int count = in.readInt(); count > 0; count--) {
      numbers.put(in.readUTF(), in.readLong());
    }
    return numbers;
  }

  private static Note readNote(DataInputStream in) throws IOException {
    byte[] note = in.readNBytes(in.readUnsignedByte());
    return Note.decode(note, 0, note.length);
  }
}
