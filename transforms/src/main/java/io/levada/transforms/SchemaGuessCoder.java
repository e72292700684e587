/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.transforms.ValueGuess.Member;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.util.VarInt;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Codes guesses, the members in the order of their names, so that equal guesses have equal bytes.
 */
final class SchemaGuessCoder extends CustomCoder<SchemaGuess> {

  @Override
  public void encode(SchemaGuess guess, OutputStream out) throws IOException {
    encodeValue(guess.record(), out);
  }

  private static void encodeValue(ValueGuess guess, OutputStream out) throws IOException {
    VarInt.encode(guess.kinds(), out);
    @Nullable ValueGuess elements = guess.elements();
    out.write(elements == null ? 0 : 1);
    if (elements != null) {
      encodeValue(elements, out);
    }
    VarInt.encode(guess.members().size(), out);
    for (Map.Entry<String, Member> entry : new TreeMap<>(guess.members()).entrySet()) {
      Member member = entry.getValue();
      encodeName(entry.getKey(), out);
      VarInt.encode(member.file(), out);
      VarInt.encode(member.offset(), out);
      VarInt.encode(member.index(), out);
      encodeValue(member, out);
    }
  }

  /** Not as UTF-8, which cannot hold half a surrogate pair: a member's name may have one. */
  private static void encodeName(String name, OutputStream out) throws IOException {
    VarInt.encode(name.length(), out);
    for (int i = 0; i < name.length(); i++) {
      VarInt.encode(name.charAt(i), out);
    }
  }

  @Override
  public SchemaGuess decode(InputStream in) throws IOException {
    ValueGuess record = new ValueGuess(VarInt.decodeInt(in));
    decodeInto(record, in);
    SchemaGuess guess = new SchemaGuess();
    guess.addRecord(record);
    return guess;
  }

  private static void decodeInto(ValueGuess guess, InputStream in) throws IOException {
    if (in.read() == 1) {
      ValueGuess elements = new ValueGuess(VarInt.decodeInt(in));
      decodeInto(elements, in);
      guess.addElement(elements);
    }
    int members = VarInt.decodeInt(in);
    for (int i = 0; i < members; i++) {
      String name = decodeName(in);
      int file = VarInt.decodeInt(in);
      long offset = VarInt.decodeLong(in);
      int index = VarInt.decodeInt(in);
      Member member = new Member(VarInt.decodeInt(in), file, offset, index);
      decodeInto(member, in);
      guess.addMember(name, member);
    }
  }

  private static String decodeName(InputStream in) throws IOException {
    char[] name = new char[VarInt.decodeInt(in)];
    for (int i = 0; i < name.length; i++) {
      name[i] = (char) VarInt.decodeInt(in);
    }
    return new String(name);
  }

  @Override
  public void verifyDeterministic() {}
}
