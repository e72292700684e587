/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ReadCount;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.CustomCoder;

/**
 * What the columns of files may be: a guess for each, and what was read for it. None has seen
 * nothing yet.
 */
record CsvGuess(List<CellGuess> columns, List<ReadCount> reads) {

  static CsvGuess none() {
    return new CsvGuess(new ArrayList<>(), new ArrayList<>());
  }

  static CsvGuess of(int columns) {
    CsvGuess guess = none();
    for (int i = 0; i < columns; i++) {
      guess.columns.add(new CellGuess());
    }
    return guess;
  }

  void addAll(CsvGuess other) {
    for (int i = columns.size(); i < other.columns.size(); i++) {
      columns.add(new CellGuess());
    }
    for (int i = 0; i < other.columns.size(); i++) {
      columns.get(i).addAll(other.columns.get(i));
    }
    reads.addAll(other.reads);
  }

  /** Equal guesses have equal bytes. */
  static final class GuessCoder extends CustomCoder<CsvGuess> {

    @Override
    public void encode(CsvGuess guess, OutputStream out) throws IOException {
      DataOutputStream data = new DataOutputStream(out);
      data.writeInt(guess.columns.size());
      for (CellGuess column : guess.columns) {
        data.writeInt(column.state());
      }
      data.writeInt(guess.reads.size());
      for (ReadCount read : guess.reads) {
        read.writeTo(data);
      }
      data.flush();
    }

    @Override
    public CsvGuess decode(InputStream in) throws IOException {
      DataInputStream data = new DataInputStream(in);
      CsvGuess guess = none();
      for (int columns = data.readInt(); columns > 0; columns--) {
        CellGuess column = new CellGuess();
        column.set(data.readInt());
        guess.columns.add(column);
      }
      for (int reads = data.readInt(); reads > 0; reads--) {
        guess.reads.add(ReadCount.readFrom(data));
      }
      return guess;
    }

    @Override
    public void verifyDeterministic() {}
  }
}
