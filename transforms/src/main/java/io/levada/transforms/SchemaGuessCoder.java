/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.transforms.SchemaGuess.Member;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import org.apache.beam.sdk.coders.CustomCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.VarInt;

/**
 * Codes guesses, the members in the order of their names, so that equal guesses have equal bytes.
 */
final class SchemaGuessCoder extends CustomCoder<SchemaGuess> {

  @Override
  public void encode(SchemaGuess guess, OutputStream out) throws IOException {
    Map<String, Member> members = guess.members();
    VarInt.encode(members.size(), out);
    for (Map.Entry<String, Member> entry : members.entrySet()) {
      Member member = entry.getValue();
      StringUtf8Coder.of().encode(entry.getKey(), out);
      VarInt.encode(member.kinds(), out);
      VarInt.encode(member.file(), out);
      VarInt.encode(member.offset(), out);
      VarInt.encode(member.index(), out);
    }
  }

  @Override
  public SchemaGuess decode(InputStream in) throws IOException {
    SchemaGuess guess = new SchemaGuess();
    int members = VarInt.decodeInt(in);
    for (int i = 0; i < members; i++) {
      String source = StringUtf8Coder.of().decode(in);
      int kinds = VarInt.decodeInt(in);
      int file = VarInt.decodeInt(in);
      guess.add(source, kinds, file, VarInt.decodeLong(in), VarInt.decodeInt(in));
    }
    return guess;
  }

  @Override
  public void verifyDeterministic() {}
}
