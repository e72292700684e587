/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.Tally;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.util.VarInt;

/** What became of the records of each file: a tally for each file and fate. */
final class FateTallies {

  private final Map<Integer, Map<Fate, Tally>> byFile = new TreeMap<>();

  /** Adds up the fates of rows as they pass, with as little as possible for each. */
  static final class Counter {
    private final Map<Integer, Tally.Counter[]> byFile = new TreeMap<>();
    private int lastFile;
    private Tally.Counter[] last;

    void add(Fate fate, int file, long offset) {
      if (last == null || file != lastFile) {
        last = byFile.computeIfAbsent(file, unused -> new Tally.Counter[FATES.length]);
        lastFile = file;
      }
      Tally.Counter counter = last[fate.code];
      if (counter == null) {
        counter = new Tally.Counter();
        last[fate.code] = counter;
      }
      counter.add(file, offset);
    }

    FateTallies tallies() {
      FateTallies tallies = new FateTallies();
      byFile.forEach(
          (file, counters) -> {
            for (Fate fate : FATES) {
              Tally.Counter counter = counters[fate.code];
              if (counter != null) {
                tallies.add(file, fate, counter.tally());
              }
            }
          });
      return tallies;
    }
  }

  private static final Fate[] FATES = Fate.values();

  void add(int file, Fate fate, Tally tally) {
    byFile
        .computeIfAbsent(file, unused -> new EnumMap<>(Fate.class))
        .merge(fate, tally, Tally::plus);
  }

  void addAll(FateTallies other) {
    other.byFile.forEach(
        (file, tallies) -> tallies.forEach((fate, tally) -> add(file, fate, tally)));
  }

  /** The tallies of each file that has any, in the order of the listing. */
  Map<Integer, Map<Fate, Tally>> byFile() {
    return byFile;
  }

  /** Records of the fate, over all files. */
  long count(Fate fate) {
    return byFile.values().stream()
        .mapToLong(tallies -> tallies.getOrDefault(fate, Tally.ZERO).count())
        .sum();
  }

  void writeTo(DataOutputStream out) throws IOException {
    VarInt.encode(byFile.size(), out);
    for (Map.Entry<Integer, Map<Fate, Tally>> file : byFile.entrySet()) {
      out.writeInt(file.getKey());
      out.writeByte(file.getValue().size());
      for (Map.Entry<Fate, Tally> tally : file.getValue().entrySet()) {
        out.writeByte(tally.getKey().code);
        VarInt.encode(tally.getValue().count(), out);
        out.writeLong(tally.getValue().high());
        out.writeLong(tally.getValue().low());
      }
    }
  }

  static FateTallies readFrom(DataInputStream in) throws IOException {
    FateTallies tallies = new FateTallies();
    int files = VarInt.decodeInt(in);
    for (int i = 0; i < files; i++) {
      int file = in.readInt();
      int fates = in.readByte();
      for (int j = 0; j < fates; j++) {
        Fate fate = Fate.of(in.readByte());
        long count = VarInt.decodeLong(in);
        tallies.add(file, fate, new Tally(count, in.readLong(), in.readLong()));
      }
    }
    return tallies;
  }
}
