/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Documents of random JSON, in all shapes and many layouts, whole and damaged. */
final class JsonDocuments {

  /**
   * A document as it was written.
   *
   * @param layout in words, for a message
   */
  record Document(Shape shape, String layout, byte[] bytes) {}

  private static final String[] TEXTS = {
    "{", "}", "[", "]", "},{", "}\\n{", "],[", "\\\"", "\\\\", "\\n", "\\u0000", "\\ud83d", "\\/",
    "é", "日本", "😀", ",", ":", " ", "a", "text", "null", "//", "\\u007b", "'", "\u007f", "\u2028"
  };
  private static final String[] SCALARS = {
    "0", "-1", "12.5e-3", "1E+400", "true", "false", "null", "\"\"", "1234567890".repeat(12)
  };
  private static final String[] NAMES = {
    "id", "id", "a", "b", "type", "date", "{", "", "\\\"", "é"
  };
  private static final String[] ENDS = {"\n", "\n", "\r\n", "\n\n", " \n", "\n\t\n"};

  private static final String[] INDENTS = {"", " ", "  ", "    ", "\t"};

  private final SplittableRandom random;
  private String indentUnit;
  private String lineEnd;
  private boolean spaced;

  JsonDocuments(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** Any document of at least one object. */
  Document next() {
    lineEnd = random.nextInt(4) == 0 ? "\r\n" : "\n";
    spaced = random.nextBoolean();
    indentUnit = null;
    String mark = random.nextInt(12) == 0 ? "\ufeff" : "";
    Document document =
        switch (random.nextInt(5)) {
          case 0 -> lines();
          case 1, 2 -> values();
          default -> arrays();
        };
    byte[] bytes = (mark + text(document)).getBytes(StandardCharsets.UTF_8);
    return new Document(document.shape(), document.layout(), bytes);
  }

  /** The document with a few bytes changed, lost, added, doubled or cut off. */
  byte[] mutate(byte[] bytes) {
    byte[] mutated = bytes;
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count && mutated.length > 0; i++) {
      mutated = mutateOnce(mutated);
    }
    return mutated;
  }

  /** The same with one change. */
  byte[] mutateOnce(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextInt(8) == 0 ? 60 : 3));
    return switch (random.nextInt(7)) {
      case 0 -> joined(bytes, at, new byte[] {(byte) random.nextInt(256)}, at + 1);
      case 1 -> joined(bytes, at, mark(), at + 1);
      case 2, 3 -> joined(bytes, at, new byte[0], at + length);
      case 4 -> joined(bytes, at, mark(), at);
      case 5 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
      default -> random.nextInt(3) == 0 ? Arrays.copyOf(bytes, at) : swapped(bytes, at);
    };
  }

  private byte[] mark() {
    String marks = "{}[]\",:\\\n\r \t0a";
    return new byte[] {(byte) marks.charAt(random.nextInt(marks.length()))};
  }

  private byte[] swapped(byte[] bytes, int at) {
    byte[] swapped = bytes.clone();
    int other = random.nextInt(bytes.length);
    swapped[at] = bytes[other];
    swapped[other] = bytes[at];
    return swapped;
  }

  private static byte[] joined(byte[] bytes, int to, byte[] middle, int from) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream(bytes.length + middle.length);
    joined.write(bytes, 0, to);
    joined.writeBytes(middle);
    joined.write(bytes, from, bytes.length - from);
    return joined.toByteArray();
  }

  private static String text(Document document) {
    return new String(document.bytes(), StandardCharsets.UTF_8);
  }

  private static Document document(Shape shape, String layout, CharSequence text) {
    return new Document(shape, layout, text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private Document lines() {
    StringBuilder text = new StringBuilder();
    int count = 1 + random.nextInt(8);
    for (int i = 0; i < count; i++) {
      text.append(object(0)).append(i == count - 1 && random.nextBoolean() ? "" : lineEnd);
    }
    return document(Shape.LINES, "a line each", text);
  }

  private Document values() {
    if (random.nextInt(3) == 0) {
      int count = 2 + random.nextInt(7);
      String separator = random.nextBoolean() ? "" : " ";
      return document(Shape.VALUES, "concatenated", String.join(separator, objects(count, 0)));
    }

    indent();
    String separator = random.nextInt(6) == 0 ? "" : lineEnd;
    List<String> objects = objects(1 + random.nextInt(6), 0);
    return document(
        Shape.VALUES, "printed, indented by '" + indentUnit + "'", String.join(separator, objects));
  }

  /** Objects with lines of their own, further indented inside: where each begins can be seen. */
  Document nextPrinted() {
    lineEnd = random.nextInt(4) == 0 ? "\r\n" : "\n";
    spaced = random.nextBoolean();
    indentUnit = INDENTS[1 + random.nextInt(INDENTS.length - 1)];
    int count = 4 + random.nextInt(5);
    if (random.nextBoolean()) {
      return document(Shape.VALUES, "printed", String.join(lineEnd, objects(count, 0)) + lineEnd);
    }

    String start = lineEnd + indentUnit;
    String elements = start + String.join("," + start, objects(count, 1));
    return document(Shape.ARRAY, "printed in an array", "[" + elements + lineEnd + "]");
  }

  private Document arrays() {
    StringBuilder text = new StringBuilder();
    int layout = random.nextInt(4);
    int count = random.nextInt(8) == 0 ? 2 : 1;
    for (int i = 0; i < count; i++) {
      text.append(array(layout)).append(end());
    }
    return document(Shape.ARRAY, "array, layout " + layout + ", '" + indentUnit + "'", text);
  }

  private String array(int layout) {
    indentUnit = null;
    int count = random.nextInt(7);
    return switch (layout) {
      case 0 -> "[" + String.join(spaced ? ", " : ",", elements(count)) + "]";
      case 1 -> "[" + lineEnd + String.join("," + lineEnd, elements(count)) + lineEnd + "]";
      case 2 -> "[" + String.join(", " + lineEnd + " ", elements(count)) + "]";
      default -> {
        indent();
        List<String> elements = objects(count, 1);
        String start = lineEnd + indentUnit;
        yield "[" + (count == 0 ? "" : start + String.join("," + start, elements) + lineEnd) + "]";
      }
    };
  }

  private void indent() {
    indentUnit = INDENTS[random.nextInt(INDENTS.length)];
  }

  private String end() {
    return ENDS[random.nextInt(ENDS.length)];
  }

  private List<String> elements(int count) {
    List<String> elements = objects(count, 0);
    if (count > 0 && random.nextInt(4) == 0) {
      elements.set(random.nextInt(count), random.nextBoolean() ? scalar() : list(0));
    }
    return elements;
  }

  private List<String> objects(int count, int depth) {
    List<String> objects = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      objects.add(object(depth));
    }
    return objects;
  }

  private String object(int depth) {
    List<String> members = new ArrayList<>();
    int count = depth == 0 ? 1 + random.nextInt(4) : random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String name = NAMES[random.nextInt(NAMES.length)];
      members.add('"' + name + '"' + (spaced ? ": " : ":") + value(depth + 1));
    }
    return enclosed('{', members, '}', depth);
  }

  private String list(int depth) {
    List<String> elements = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      elements.add(value(depth + 1));
    }
    return enclosed('[', elements, ']', depth);
  }

  private String enclosed(char opening, List<String> parts, char closing, int depth) {
    if (parts.isEmpty()) {
      return "" + opening + closing;
    }
    if (indentUnit == null) {
      return opening + String.join(spaced ? ", " : ",", parts) + closing;
    }

    String start = lineEnd + indentUnit.repeat(depth + 1);
    String last = lineEnd + indentUnit.repeat(depth);
    return opening + start + String.join("," + start, parts) + last + closing;
  }

  private String value(int depth) {
    int kind = random.nextInt(depth > 4 ? 7 : 10);
    if (kind < 7) {
      return scalar();
    }
    return kind == 7 ? list(depth) : object(depth);
  }

  private String scalar() {
    if (random.nextInt(3) == 0) {
      return SCALARS[random.nextInt(SCALARS.length)];
    }

    StringBuilder text = new StringBuilder("\"");
    int count = random.nextInt(6);
    for (int i = 0; i < count; i++) {
      text.append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return text.append('"').toString();
  }
}
