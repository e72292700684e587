/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Records near a schema: members as it has them, with now and then something else, or broken. */
final class RandomRecords {

  private static final String[] NUMBERS = {
    "0",
    "-0",
    "1",
    "-1",
    "7",
    "12.5",
    "-3.25",
    "1.50",
    "1e2",
    "1E-2",
    "0.1",
    "1.0",
    "100",
    "99999.9",
    "2147483647",
    "2147483648",
    "-2147483648",
    "-2147483649",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "9007199254740993",
    "999999999999999999",
    "9999999999999999999",
    "3.4028235e38",
    "3.5e38",
    "1.7976931348623157e308",
    "1e309",
    "-1e309",
    "4.9e-324",
    "1e-400",
    "0e999999999",
    "0e-99",
    "1e999999999",
    "1e-999999999",
    "1e99999999999",
    "-1e-99999999999",
    "1442018818",
    "1442018818771",
    "1442018818.5",
    "-62135596800",
    "-62135596801",
    "253402300799",
    "253402300799.9999999",
    "253402300800",
    "99999999999",
    "100000000000",
    "-100000000000",
    "-99999999999.5",
    "0.0000001",
    "-0.0000001",
    "1e-50",
    "9999999.99",
    "1442018818.77123456789012345678901234567890",
    "123456789012345678901234567890.10",
  };
  private static final String[] BROKEN_NUMBERS = {
    "01", "1.", ".5", "-", "+1", "1e", "1e+", "NaN", "Infinity", "0x10", "1_0", "--1", "1.2.3",
  };
  private static final String[] TIMES = {
    "2015-09-12",
    "2015-09-12T00:46:58.771Z",
    "2015-09-12 00:46",
    "2015-09-12t00:46:58.1234567+02",
    "2015-09-12T00:46:58+0230",
    "2015-09-12T00:46:58-18:00",
    "2015-09-12T00:46:58+18:01",
    "2024-02-29",
    "2023-02-29",
    "2023-02-29T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "0000-01-01",
    "0001-01-01T00:00:00+01:00",
    "9999-12-31T23:59:59.999999999Z",
    "9999-12-31T23:59:59-01:00",
    "2021-03-28T02:30:00",
    "2021-10-31T02:30:00",
    "2015-09-12T24:00:00Z",
    "2015-09-12T23:59:60Z",
    "2015-09-12T00:46:58.Z",
    "2015-09-12T00:46:58.1234567890Z",
    "2015-09-12T0:46",
    "2015-09-12T00:46:5",
    "1442018818",
    "144201881877",
    "14420188",
    "1234567890123456789",
    "yesterday",
    "2015-13-01",
    "2015-09-31",
    "2015-09-12T00:46:58.771Zx",
    "2015-09-12T",
    "2015-09-12T00:46z",
    "20150912T004658Z",
    "٢٠١٥-٠٩-١٢",
    "2015-09-12T00:46:58.77٠Z",
  };
  private static final String[] BASE64 = {
    "",
    "AAEC",
    "AA==",
    "AA",
    "AAA=",
    "AAA",
    "A",
    "AB==",
    "AA=",
    "AA==AA==",
    "A A=",
    "A-_=",
    "é===",
    "AAAA\\n",
    "+/+/",
    "====",
  };
  private static final String[] TEXTS = {
    "",
    "a",
    "x y",
    "\\\"",
    "\\\\",
    "\\/",
    "\\u0000",
    "\\ud83d\\ude00",
    "\uD83D\uDE00",
    "\\ud800",
    "\\udc00\\ud800",
    "ä日本",
    "}{][,:",
    "\\n\\t\\b\\f\\r",
    "\\u00e4",
    "true",
    "null",
    "\u007f",
    "\uFEFF",
    "\\uD83D\uDE00x",
    "some longer text that is not kept in any table of short ones at all",
  };
  private static final String[] BROKEN_TEXTS = {
    "\\x", "\\u12g4", "\t", "\u0000", "\n", "\\", "\\u00"
  };
  private static final String[] SPACES = {"", "", "", "", "", " ", "\n", "\t", "\r\n", "  "};
  private static final byte[] BYTES = "{}[]\",:\\ \n\t0129-+.eEtfnu/\0\u007f".getBytes(UTF_8);
  private static final int[] WILD = {0x80, 0xBF, 0xC0, 0xC3, 0xE0, 0xED, 0xEF, 0xF0, 0xF5, 0xFF};

  private final Random random;
  private final List<EventField> fields;

  /** How many times rarer than they could be things are wrong; they are not at all if it is 0. */
  private int calm;

  RandomRecords(Random random, EventSchema schema) {
    this.random = random;
    this.fields = schema.fields();
  }

  /** A record; it may be anything. */
  byte[] next() {
    StringBuilder json = new StringBuilder();
    calm = random.nextInt(4) == 0 ? 1 : random.nextInt(2) * 10;
    space(json);
    if (oneIn(100)) {
      any(json, 0);
    } else {
      object(json, fields, 0);
    }
    space(json);
    if (wrong(100)) {
      any(json, 0);
    }
    byte[] record = json.toString().getBytes(UTF_8);
    for (int i = random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 0; i > 0; i--) {
      record = mutate(record);
    }
    return record;
  }

  private void object(StringBuilder json, List<EventField> members, int depth) {
    json.append('{');
    String separator = "";
    for (EventField member : members) {
      // Required members are left out less often, or hardly a record would be taken.
      for (int copies = copies(member); copies > 0; copies--) {
        json.append(separator);
        name(json, wrong(40) ? variation(member.source()) : member.source());
        value(json, member.type(), depth + 1);
        separator = ",";
      }
      if (oneIn(60)) {
        json.append(separator);
        name(json, oneIn(3) ? "unknown" : pick(TEXTS));
        any(json, depth + 1);
        separator = ",";
      }
    }
    space(json);
    json.append('}');
  }

  private int copies(EventField member) {
    if (wrong(100)) {
      return 2;
    }
    return (member.required() ? wrong(60) : oneIn(4)) ? 0 : 1;
  }

  /** A name that is another one, but perhaps of the same column. */
  private String variation(String name) {
    return switch (random.nextInt(4)) {
      case 0 -> name.toUpperCase(java.util.Locale.ROOT);
      case 1 -> name + "!";
      case 2 -> name.replace('_', ' ');
      default -> name + "\\ud800";
    };
  }

  private void name(StringBuilder json, String escaped) {
    space(json);
    json.append('"');
    if (oneIn(30) && !escaped.isEmpty() && escaped.charAt(0) < 128 && escaped.charAt(0) != '\\') {
      json.append("\\u%04x".formatted((int) escaped.charAt(0)))
          .append(escaped, 1, escaped.length());
    } else {
      json.append(escaped);
    }
    json.append('"');
    space(json);
    json.append(':');
    space(json);
  }

  private void value(StringBuilder json, ValueType type, int depth) {
    if (wrong(25)) {
      json.append("null");
      return;
    }
    if (wrong(40)) {
      any(json, depth);
      return;
    }

    switch (type.kind()) {
      case STRING -> {
        if (oneIn(4)) {
          any(json, depth);
        } else {
          text(json, wrong(200) ? pick(BROKEN_TEXTS) : textOf());
        }
      }
      case BOOLEAN -> json.append(random.nextBoolean());
      case INT -> json.append(wrong(5) ? pick(NUMBERS) : String.valueOf(random.nextInt()));
      case LONG -> json.append(wrong(5) ? pick(NUMBERS) : String.valueOf(random.nextLong()));
      case FLOAT, DOUBLE ->
          json.append(wrong(3) ? pick(NUMBERS) : String.valueOf(random.nextGaussian() * 1e3));
      case DECIMAL -> json.append(wrong(5) ? pick(NUMBERS) : decimal(type.scale()));
      case DATE ->
          text(
              json,
              wrong(8) ? pick(TIMES) : "20" + twoDigits(99) + "-0" + digit() + "-1" + digit());
      case TIMESTAMP -> timestamp(json);
      case BYTES -> text(json, pick(BASE64, wrong(8) ? BASE64.length : 4));
      case LIST -> list(json, type.element(), depth);
      case MAP -> map(json, type.element(), depth);
      case STRUCT -> object(json, type.fields(), depth);
    }
    if (wrong(2000)) {
      json.append(pick(BROKEN_NUMBERS));
    }
  }

  private String decimal(int scale) {
    String fraction = scale == 0 ? "" : "." + random.nextInt(10) + (oneIn(5) ? "0" : "");
    return random.nextInt(1000) + fraction + (oneIn(9) ? "e0" : "");
  }

  private void timestamp(StringBuilder json) {
    if (wrong(4)) {
      json.append(pick(NUMBERS));
    } else if (oneIn(4)) {
      json.append(oneIn(2) ? "1442018818.5" : "-144201881");
    } else if (wrong(6)) {
      text(json, pick(TIMES));
    } else {
      text(json, "2015-09-1" + digit() + "T0" + digit() + ":46:" + twoDigits(60) + ".771Z");
    }
  }

  private void list(StringBuilder json, ValueType element, int depth) {
    json.append('[');
    for (int i = random.nextInt(4); i > 0; i--) {
      space(json);
      value(json, element, depth + 1);
      json.append(i > 1 ? "," : "");
    }
    space(json);
    json.append(']');
  }

  private void map(StringBuilder json, ValueType value, int depth) {
    json.append('{');
    for (int i = random.nextInt(4); i > 0; i--) {
      name(json, wrong(30) ? "k" : wrong(30) ? pick(TEXTS) : "k" + i + random.nextInt(99));
      value(json, value, depth + 1);
      json.append(i > 1 ? "," : "");
    }
    space(json);
    json.append('}');
  }

  /** Any JSON value, and sometimes none. */
  private void any(StringBuilder json, int depth) {
    switch (random.nextInt(depth > 20 ? 4 : 8)) {
      case 0 -> json.append(pick(new String[] {"true", "false", "null"}));
      case 1 -> json.append(pick(NUMBERS));
      case 2 -> text(json, textOf());
      case 3 -> json.append(oneIn(50) ? "1234567890".repeat(random.nextInt(200)) + "1" : digit());
      case 4, 5 -> list(json, ValueType.STRING, depth);
      case 6 -> map(json, ValueType.STRING, depth);
      default -> {
        int levels = random.nextInt(oneIn(20) ? 60 : 6);
        json.append("[".repeat(levels)).append(digit()).append("]".repeat(levels));
      }
    }
  }

  private String textOf() {
    return oneIn(2) ? pick(TEXTS, 8) : wrong(4) ? pick(TEXTS) : "t" + random.nextInt(50);
  }

  private static void text(StringBuilder json, String escaped) {
    json.append('"').append(escaped).append('"');
  }

  private byte[] mutate(byte[] record) {
    if (record.length == 0) {
      return new byte[] {BYTES[random.nextInt(BYTES.length)]};
    }

    int at = random.nextInt(record.length);
    int to = Math.min(record.length, at + 1 + random.nextInt(oneIn(4) ? 40 : 3));
    byte[] head = Arrays.copyOf(record, at);
    byte[] part = Arrays.copyOfRange(record, at, to);
    return switch (random.nextInt(8)) {
      case 0 ->
          joined(
              head,
              new byte[] {(byte) (record[at] ^ 1 << random.nextInt(8))},
              tail(record, at + 1));
      case 1 -> joined(head, new byte[] {oneByte()}, tail(record, at + 1));
      case 2 -> joined(head, new byte[] {oneByte()}, tail(record, at));
      case 3 -> joined(head, new byte[0], tail(record, to));
      case 4 -> oneIn(3) ? head : record;
      case 5 -> joined(Arrays.copyOf(record, to), part, tail(record, to));
      case 6 -> {
        int into = random.nextInt(record.length);
        yield joined(Arrays.copyOf(record, into), part, tail(record, into));
      }
      default -> joined(head, pick(NUMBERS).getBytes(UTF_8), tail(record, at));
    };
  }

  private byte oneByte() {
    return oneIn(4)
        ? (byte) WILD[random.nextInt(WILD.length)]
        : BYTES[random.nextInt(BYTES.length)];
  }

  private static byte[] tail(byte[] record, int from) {
    return Arrays.copyOfRange(record, from, record.length);
  }

  private static byte[] joined(byte[] head, byte[] middle, byte[] tail) {
    byte[] all = Arrays.copyOf(head, head.length + middle.length + tail.length);
    System.arraycopy(middle, 0, all, head.length, middle.length);
    System.arraycopy(tail, 0, all, head.length + middle.length, tail.length);
    return all;
  }

  private void space(StringBuilder json) {
    json.append(pick(SPACES));
  }

  private String digit() {
    return String.valueOf(1 + random.nextInt(9));
  }

  private String twoDigits(int below) {
    return "%02d".formatted(random.nextInt(below));
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private boolean wrong(int n) {
    return calm > 0 && random.nextInt(n * calm) == 0;
  }

  private String pick(String[] values) {
    return pick(values, values.length);
  }

  private String pick(String[] values, int first) {
    return values[random.nextInt(first)];
  }
}
