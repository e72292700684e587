/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.levada.io.files.CutFixture.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where Jackson finds values, as the reference for where files are cut. */
final class JsonReference {

  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonReference() {}

  /**
   * The extents of all values, if Jackson reads the content to its end. Scalars that follow on each
   * other on a line are one, as they are one text in a record.
   *
   * @param opensArrays whether the elements of arrays at the top are the values, instead of those
   */
  static Optional<List<Extent>> values(byte[] content, boolean opensArrays) {
    // Without a mark in front Jackson guesses the encoding.
    boolean marked = ByteOrderMark.isUtf8(content, content.length);
    byte[] bytes = marked ? content : new byte[content.length + MARK.length];
    if (!marked) {
      System.arraycopy(MARK, 0, bytes, 0, MARK.length);
      System.arraycopy(content, 0, bytes, MARK.length, content.length);
    }
    int shift = marked ? 0 : MARK.length;
    List<Extent> values = new ArrayList<>();
    boolean behindScalar = false;
    try (JsonParser parser = JSON.createParser(bytes)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (opensArrays && token == JsonToken.START_ARRAY) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            values.add(value(parser, shift));
          }
          behindScalar = false;
          continue;
        }
        Extent value = value(parser, shift);
        Extent last = values.isEmpty() ? null : values.get(values.size() - 1);
        boolean continues =
            behindScalar
                && token.isScalarValue()
                && !containsNewline(content, (int) last.end(), (int) value.start());
        if (continues) {
          values.set(values.size() - 1, new Extent(last.start(), value.end()));
        } else {
          values.add(value);
        }
        behindScalar = token.isScalarValue();
      }
      return Optional.of(values);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean containsNewline(byte[] bytes, int from, int to) {
    return Lines.indexOfNewline(bytes, from, to) < to;
  }

  private static Extent value(JsonParser parser, int shift) throws IOException {
    long start = parser.currentTokenLocation().getByteOffset() - shift;
    JsonToken token = parser.currentToken();
    parser.skipChildren();
    parser.finishToken();
    boolean plain = token.isNumeric() || token.isBoolean() || token == JsonToken.VALUE_NULL;
    long end =
        plain ? start + parser.getTextLength() : parser.currentLocation().getByteOffset() - shift;
    return new Extent(start, end);
  }
}
