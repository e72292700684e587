/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.transforms.FileGuesses.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/** Codes guesses of files, in order, so that equal guesses have equal bytes. */
final class FileGuessesCoder extends CustomCoder<FileGuesses> {

  private static final SchemaGuessCoder GUESS = new SchemaGuessCoder();

  @Override
  public void encode(FileGuesses guesses, OutputStream out) throws IOException {
    GUESS.encode(guesses.union(), out);
    Map<String, Integer> variants = guesses.variants().fileByVariant();
    VarInt.encode(variants.size(), out);
    for (Map.Entry<String, Integer> variant : variants.entrySet()) {
      StringUtf8Coder.of().encode(variant.getKey(), out);
      VarInt.encode(variant.getValue(), out);
    }
    VarInt.encode(guesses.parts().size(), out);
    for (Map.Entry<Integer, Part> part : guesses.parts().entrySet()) {
      VarInt.encode(part.getKey(), out);
      GUESS.encode(part.getValue().guess(), out);
      for (long number : part.getValue().numbers()) {
        VarInt.encode(number, out);
      }
    }
  }

  @Override
  public FileGuesses decode(InputStream in) throws IOException {
    FileGuesses guesses = new FileGuesses();
    guesses.addUnion(GUESS.decode(in));
    int variants = VarInt.decodeInt(in);
    for (int i = 0; i < variants; i++) {
      String variant = StringUtf8Coder.of().decode(in);
      guesses.variants().add(variant, VarInt.decodeInt(in));
    }
    int parts = VarInt.decodeInt(in);
    for (int i = 0; i < parts; i++) {
      int file = VarInt.decodeInt(in);
      SchemaGuess guess = GUESS.decode(in);
      long[] numbers = new long[4];
      for (int n = 0; n < numbers.length; n++) {
        numbers[n] = VarInt.decodeLong(in);
      }
      guesses.addPart(file, Part.of(guess, numbers));
    }
    return guesses;
  }

  @Override
  public void verifyDeterministic() {}
}
