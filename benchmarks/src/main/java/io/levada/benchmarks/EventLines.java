/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The lines of one input, each a pure function of the settings and its number: so any thread writes
 * any of them, and what is a duplicate of what is known without remembering a key.
 */
final class EventLines {

  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 9, 1);

  private static final String[][] TYPES = {
    {"payment", "created"}, {"payment", "refused"}, {"account", "opened"}
  };

  /** The share of 100 events that belongs to a type and those before it. */
  private static final int[] TYPE_BOUNDS = {60, 90, 100};

  private static final byte[][] TYPE_FIELDS =
      Stream.of(TYPES)
          .map(type -> ",\"domain\":\"" + type[0] + "\",\"event_type\":\"" + type[1] + "\"")
          .map(EventLines::utf8)
          .toArray(byte[][]::new);

  private static final byte[][] CURRENCIES = all("EUR", "GBP", "USD", "BRL");
  private static final byte[][] COUNTRIES = all("PT", "ES", "FR", "BR");
  private static final byte[][] NOTES =
      all(
          "ordem de São João",
          "refeição nº 7 às 13h",
          "said \\\"later\\\" twice",
          "A\\u00e7ores, \\\\ilhas",
          "plain note of a card",
          "paid at the front desk");

  private static final byte[] EVENT_ID = utf8("\"event_id\":\"");
  private static final byte[] TIMESTAMP = utf8("\"timestamp\":");
  private static final byte[] DATA = utf8(",\"data\":{\"order\":\"o-");
  private static final byte[] AMOUNT = utf8("\",\"amount\":");
  private static final byte[] CURRENCY = utf8(",\"currency\":\"");
  private static final byte[] CUSTOMER = utf8("\",\"customer\":{\"id\":\"c-");
  private static final byte[] COUNTRY = utf8("\",\"country\":\"");
  private static final byte[] ITEMS = utf8("\"},\"items\":[{\"sku\":\"s-");
  private static final byte[] QUANTITY = utf8("\",\"quantity\":");
  private static final byte[] NOTE = utf8("}],\"note\":\"");
  private static final byte[] END = utf8("\"}}");

  private static final byte[] PLAIN_TEXT = utf8("java.io.IOException: Connection reset by peer");
  private static final byte[] ARRAY = utf8("[\"payment\",\"created\",17]");
  private static final byte[] NUMBER = utf8("1788220800");
  private static final byte[] NULL = utf8("null");
  private static final byte[] TRUE = utf8("true");
  private static final byte[] WORD = utf8("\"yesterday\"");
  private static final byte[] IMPOSSIBLE_DATE = utf8("\"2026-09-31T12:00:00Z\"");

  /** Seeds of the questions asked of a number, apart from those about the event itself. */
  private static final long MALFORMED_SALT = 0x4d41;

  private static final long DUPLICATE_SALT = 0x4455;
  private static final long ORIGINAL_SALT = 0x4f52;
  private static final long DATA_SALT = 0x4441;

  private static final int SECONDS_PER_DAY = 86_400;

  private final EventSettings settings;
  private final byte[][] days;
  private final SplitMix random = new SplitMix();

  /** Of the event that was written last. */
  private int type;

  private int day;

  EventLines(EventSettings settings) {
    this.settings = settings;
    this.days =
        IntStream.range(0, settings.days())
            .mapToObj(day -> utf8("\"" + FIRST_DAY.plusDays(day) + "T"))
            .toArray(byte[][]::new);
  }

  static int types() {
    return TYPES.length;
  }

  /** The hive path of a partition, which is a type on a day. */
  static String partition(int type, int day) {
    LocalDate date = FIRST_DAY.plusDays(day);
    return String.format(
        Locale.ROOT,
        "domain_event_type=%s-%s/year=%04d/month=%02d/day=%02d",
        TYPES[type][0],
        TYPES[type][1],
        date.getYear(),
        date.getMonthValue(),
        date.getDayOfMonth());
  }

  /** Puts the line with the number, its end included, into {@code line} and into the counts. */
  void write(long number, Line line, LineCounts counts) {
    line.clear();
    if (isMalformed(number)) {
      Malformation malformation = Malformation.ofNumber(number / settings.malformedEvery());
      writeMalformed(malformation, number, line);
      counts.malformed(malformation.code());
    } else if (isMarkedDuplicate(number)) {
      boolean altered = draw(DUPLICATE_SALT + 1, number, 4) == 0;
      writeEvent(originalOf(number), altered ? number : originalOf(number), line);
      counts.duplicate();
    } else {
      writeEvent(number, number, line);
      counts.event(type, day);
    }
    line.add('\n');
    counts.bytes(line.length());
  }

  /** One line in each block, at any place but the first: line 0 is always an event. */
  private boolean isMalformed(long number) {
    int every = settings.malformedEvery();
    if (every == 0) {
      return false;
    }

    return number % every == 1 + draw(MALFORMED_SALT, number / every, every - 1);
  }

  private boolean isMarkedDuplicate(long number) {
    return number > 0 && draw(DUPLICATE_SALT, number, 100) < settings.duplicatePercent();
  }

  /** The event that a duplicate repeats: any before it, so often one in another file. */
  private long originalOf(long number) {
    long original = Math.floorMod(SplitMix.at(settings.seed() + ORIGINAL_SALT, number), number);
    while (isMalformed(original) || isMarkedDuplicate(original)) {
      original--;
    }
    return original;
  }

  private int draw(long salt, long number, int bound) {
    return Math.floorMod(SplitMix.at(settings.seed() + salt, number), bound);
  }

  private void writeEvent(long number, long dataNumber, Line line) {
    random.restart(settings.seed(), number);
    line.add('{');
    writeId(number, line);
    line.add(',').add(TIMESTAMP);
    writeTimestamp(line);
    writeRest(dataNumber, line);
  }

  /** A version 4 UUID whose last 48 bits are the number, scrambled one to one: no two are equal. */
  private void writeId(long number, Line line) {
    line.add(EVENT_ID).hex(random.next(), 8).add('-').hex(random.next(), 4);
    line.add('-').add('4').hex(random.next(), 3);
    line.add('-').hex(8 + random.next(4), 1).hex(random.next(), 3);
    line.add('-').hex(scrambled(settings.seed() ^ number), 12).add('"');
  }

  /** A permutation of the 48-bit numbers: an odd factor and a shift-xor can both be undone. */
  private static long scrambled(long number) {
    long mask = (1L << 48) - 1;
    long value = number * 0x9E3779B97F4BL & mask;
    value ^= value >>> 24;
    return value * 0xD6E8FEB86659L & mask;
  }

  private void writeTimestamp(Line line) {
    day = random.next(settings.days());
    int second = random.next(SECONDS_PER_DAY);
    line.add(days[day]).decimal(second / 3_600, 2);
    line.add(':').decimal(second / 60 % 60, 2);
    line.add(':').decimal(second % 60, 2).add('Z').add('"');
  }

  private void writeRest(long dataNumber, Line line) {
    int share = random.next(100);
    type = 0;
    while (share >= TYPE_BOUNDS[type]) {
      type++;
    }
    line.add(TYPE_FIELDS[type]);

    random.restart(settings.seed() + DATA_SALT, dataNumber);
    line.add(DATA).decimal(random.next(1_000_000_000), 11);
    line.add(AMOUNT).decimal(1 + random.next(9), 1).decimal(random.next(100), 2);
    line.add('.').decimal(random.next(100), 2);
    line.add(CURRENCY).add(CURRENCIES[random.next(CURRENCIES.length)]);
    line.add(CUSTOMER).decimal(random.next(1_000_000), 6);
    line.add(COUNTRY).add(COUNTRIES[random.next(COUNTRIES.length)]);
    line.add(ITEMS).decimal(random.next(100_000), 5);
    line.add(QUANTITY).decimal(1 + random.next(9), 1);
    line.add(NOTE).add(NOTES[random.next(NOTES.length)]).add(END);
  }

  private void writeMalformed(Malformation malformation, long number, Line line) {
    switch (malformation) {
      case TRUNCATED -> {
        writeEvent(number, number, line);
        // Inside the first fields, which are ASCII: never in the middle of a character.
        line.cut(20 + draw(MALFORMED_SALT + 1, number, 80));
      }
      case PLAIN_TEXT -> line.add(PLAIN_TEXT);
      case ARRAY -> line.add(ARRAY);
      case NUMBER -> line.add(NUMBER);
      case NO_EVENT_ID -> {
        random.restart(settings.seed(), number);
        line.add('{').add(TIMESTAMP);
        writeTimestamp(line);
        writeRest(number, line);
      }
      case NULL_TIMESTAMP -> writeWithTimestamp(NULL, number, line);
      case IMPOSSIBLE_DATE -> writeWithTimestamp(IMPOSSIBLE_DATE, number, line);
      case WORD_FOR_TIMESTAMP -> writeWithTimestamp(WORD, number, line);
      case TRUE_FOR_TIMESTAMP -> writeWithTimestamp(TRUE, number, line);
    }
  }

  private void writeWithTimestamp(byte[] timestamp, long number, Line line) {
    random.restart(settings.seed(), number);
    line.add('{');
    writeId(number, line);
    line.add(',').add(TIMESTAMP).add(timestamp);
    writeRest(number, line);
  }

  private static byte[][] all(String... texts) {
    return Stream.of(texts).map(EventLines::utf8).toArray(byte[][]::new);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
