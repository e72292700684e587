/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampTextTest {

  private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
  private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private final TimestampText utc = new TimestampText(ZoneOffset.UTC);
  private final TimestampText berlin = new TimestampText(ZoneId.of("Europe/Berlin"));

  @ParameterizedTest
  @CsvSource({
    "2015-09-12T00:46:58.771Z, 2015-09-12T00:46:58.771Z",
    "2015-09-12t00:46:58.771z, 2015-09-12T00:46:58.771Z",
    "2015-09-12 00:46:58, 2015-09-12T00:46:58Z",
    "2015-09-12T00:46:58, 2015-09-12T00:46:58Z",
    "2015-09-12T00:46, 2015-09-12T00:46:00Z",
    "2015-09-12T00:46Z, 2015-09-12T00:46:00Z",
    "2015-09-12T00:46+02:00, 2015-09-11T22:46:00Z",
    "2015-09-12, 2015-09-12T00:00:00Z",
    "2015-09-12T00:46:58+02:00, 2015-09-11T22:46:58Z",
    "2015-09-12T00:46:58+0200, 2015-09-11T22:46:58Z",
    "2015-09-12T00:46:58+02, 2015-09-11T22:46:58Z",
    "2015-09-12T00:46:58-05:30, 2015-09-12T06:16:58Z",
    "2015-09-12T00:46:58-00:00, 2015-09-12T00:46:58Z",
    "2015-09-12T00:46:58+18:00, 2015-09-11T06:46:58Z",
    "2015-09-12T00:46:58.1, 2015-09-12T00:46:58.1Z",
    "2015-09-12T00:46:58.123456789Z, 2015-09-12T00:46:58.123456Z",
    "2015-09-12 00:46:58.000001999+02, 2015-09-11T22:46:58.000001Z",
    "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999Z",
    "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
    "2000-02-29, 2000-02-29T00:00:00Z",
    "2024-02-29, 2024-02-29T00:00:00Z",
    "1442018818, 2015-09-12T00:46:58Z",
    "1442018818771, 2015-09-12T00:46:58.771Z",
    "100000000000, 1973-03-03T09:46:40Z",
    "99999999999, 5138-11-16T09:46:39Z",
    "000000001, 1970-01-01T00:00:01Z",
  })
  void reads(String text, String instant) {
    assertThat(TimestampText.toInstant(utc.micros(text)), is(Instant.parse(instant)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "2023-02-29",
        "1900-02-29",
        "2023-04-31",
        "2023-00-10",
        "2023-13-10",
        "2023-01-00",
        "2023-01-32",
        "0000-01-01",
        "2023-1-1",
        "2023-01-1",
        "20230101",
        "2023/01/01",
        "2023-01/01",
        "2023-01-01T",
        "2023-01-01T1",
        "2023-01-01T10",
        "2023-01-01T10Z",
        "2023-01-01T10:0",
        "2023-01-01T10:00:",
        "2023-01-01T10:00:0",
        "2023-01-01T1a:00:00Z",
        "2023-01-01T24:00:00Z",
        "2023-01-01T23:60:00Z",
        "2023-01-01T23:59:60Z",
        "2023-01-01x10:00:00Z",
        "2023-01-01T10:00:00.Z",
        "2023-01-01T10:00:00.1234567890Z",
        "2023-01-01T10:00:00,5Z",
        "2023-01-01T10.00.00Z",
        "2023-01-01T10:00:00ZZ",
        "2023-01-01T10:00:00 Z",
        "2023-01-01T10:00:00 ",
        " 2023-01-01T10:00:00",
        "2023-01-01T10:00:00+",
        "2023-01-01T10:00:00+2",
        "2023-01-01T10:00:00+200",
        "2023-01-01T10:00:00+02:",
        "2023-01-01T10:00:00+02:0",
        "2023-01-01T10:00:00+02:000",
        "2023-01-01T10:00:00+02-00",
        "2023-01-01T10:00:00+18:01",
        "2023-01-01T10:00:00+02:60",
        "2023-01-01T10:00:00*02:00",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "12345678",
        "12345678x",
        "-123456789",
        "253402300800000",
        "1234567890123456789",
        "２０２３-01-01",
        "2023-01-01T10:00:00.123456789+02:00x",
      })
  void takesNothingElse(String text) {
    assertThat(utc.micros(text), is(TimestampText.INVALID));
  }

  @ParameterizedTest
  @CsvSource({
    "2015-07-01T12:00:00, 2015-07-01T10:00:00Z",
    "2015-01-01, 2014-12-31T23:00:00Z",
    "2015-03-29T02:30:00, 2015-03-29T01:30:00Z",
    "2015-10-25T02:30:00, 2015-10-25T00:30:00Z",
    "2015-07-01T12:00:00Z, 2015-07-01T12:00:00Z",
    "1435752000, 2015-07-01T12:00:00Z",
  })
  void timesWithoutOffsetAreOfTheZone(String text, String instant) {
    assertThat(TimestampText.toInstant(berlin.micros(text)), is(Instant.parse(instant)));
  }

  @Test
  void fixedZoneIsSubtracted() {
    TimestampText zone = new TimestampText(ZoneId.of("-03:00"));

    assertThat(
        TimestampText.toInstant(zone.micros("2015-07-01T23:00:00.5")),
        is(Instant.parse("2015-07-02T02:00:00.5Z")));
  }

  @Test
  void agreesWithJavaTimeOnEveryForm() {
    Random random = new Random(1);
    DateTimeFormatter nanos = DateTimeFormatter.ofPattern("SSSSSSSSS");
    ZoneId[] zones = {ZoneOffset.UTC, ZoneId.of("Europe/Berlin"), ZoneId.of("America/Sao_Paulo")};
    for (int i = 0; i < 20_000; i++) {
      ZoneId zone = zones[i % zones.length];
      TimestampText reader = i % zones.length == 0 ? utc : new TimestampText(zone);
      Instant instant = randomInstant(random);
      OffsetDateTime there =
          instant.atOffset(ZoneOffset.ofTotalSeconds((random.nextInt(2001) - 1000) * 60));
      LocalDateTime local = there.toLocalDateTime();

      String date = local.toLocalDate().toString();
      for (String pattern : new String[] {"'T'HH:mm", "' 'HH:mm:ss", "'t'HH:mm:ss.SSS"}) {
        LocalDateTime cut = local.truncatedTo(unitOf(pattern));
        String text = date + cut.format(DateTimeFormatter.ofPattern(pattern));
        assertMicros(reader, text, ZonedDateTime.of(cut, zone).toInstant());
        for (String offset : new String[] {"XXX", "XX", "XXXXX"}) {
          String suffix = there.format(DateTimeFormatter.ofPattern(offset));
          assertMicros(reader, text + suffix, cut.toInstant(there.getOffset()));
        }
      }
      for (int digits = 1; digits <= 9; digits++) {
        String text = date + local.format(DateTimeFormatter.ofPattern("'T'HH:mm:ss."));
        String fraction = local.format(nanos).substring(0, digits);
        LocalDateTime cut = LocalDateTime.parse(text + fraction);
        assertMicros(reader, text + fraction + "Z", cut.toInstant(ZoneOffset.UTC));
      }
      assertMicros(reader, date, local.toLocalDate().atStartOfDay(zone).toInstant());
    }
  }

  private static ChronoUnit unitOf(String pattern) {
    if (pattern.endsWith("SSS")) {
      return ChronoUnit.MILLIS;
    }
    return pattern.endsWith("ss") ? ChronoUnit.SECONDS : ChronoUnit.MINUTES;
  }

  private static Instant randomInstant(Random random) {
    long day = 86_400;
    long second = random.nextLong(FIRST + 2 * day, LAST - 2 * day);
    if (random.nextBoolean()) {
      second = Math.floorMod(second, 40L * 365 * day) + 10L * 365 * day;
    }
    return Instant.ofEpochSecond(second, random.nextInt(1_000_000_000));
  }

  private static void assertMicros(TimestampText reader, String text, Instant expected) {
    Instant micros = expected.truncatedTo(ChronoUnit.MICROS);
    assertThat(text, TimestampText.toInstant(reader.micros(text)), is(micros));
  }

  @Test
  void knowsExactlyTheDaysThatThereAre() {
    for (int year = 1896; year <= 2004; year++) {
      for (int month = 0; month <= 13; month++) {
        for (int day = 0; day <= 32; day++) {
          String text = "%04d-%02d-%02d".formatted(year, month, day);
          assertThat(text, utc.day(text.toCharArray(), 0, 10), is(javaDay(text)));
        }
      }
    }
  }

  private static @Nullable LocalDate javaDay(String text) {
    try {
      return LocalDate.parse(text);
    } catch (java.time.format.DateTimeParseException e) {
      return null;
    }
  }

  @Test
  void readsFromTheMiddleOfAnArray() {
    char[] text = "\"2015-09-12T00:46:58Z\"".toCharArray();

    assertThat(
        TimestampText.toInstant(utc.micros(text, 1, text.length - 2)),
        is(Instant.parse("2015-09-12T00:46:58Z")));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00Z",
    "-1, 1969-12-31T23:59:59Z",
    "99999999999, 5138-11-16T09:46:39Z",
    "100000000000, 1973-03-03T09:46:40Z",
    "-100000000000, 1966-10-31T14:13:20Z",
    "-1442018818771, 1924-04-21T23:13:01.229Z",
    "253402300799999, 9999-12-31T23:59:59.999Z",
  })
  void wholeNumbersAreSecondsOrMilliseconds(long number, String instant) {
    assertThat(
        TimestampText.toInstant(TimestampText.microsOfEpoch(number)), is(Instant.parse(instant)));
  }

  @ParameterizedTest
  @CsvSource({
    "1442018818.7719999, 2015-09-12T00:46:58.771999Z",
    "1442018818771.5, 2015-09-12T00:46:58.771500Z",
    "1.442018818e9, 2015-09-12T00:46:58Z",
    "-0.5, 1969-12-31T23:59:59.500Z",
    "-0.0000001, 1969-12-31T23:59:59.999999Z",
    "99999999999.5, 5138-11-16T09:46:39.5Z",
    "1e-30, 1970-01-01T00:00:00Z",
    "0e5, 1970-01-01T00:00:00Z",
  })
  void numbersMayHaveAFraction(String number, String instant) {
    assertThat(
        TimestampText.toInstant(TimestampText.microsOfEpoch(number)), is(Instant.parse(instant)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e15",
        "-1e15",
        "1e999999999",
        "1e-999999999",
        "1e99999999999",
        "1e-99999999999",
        "-62135596801.0",
        "253402300800000.0"
      })
  void numbersOutsideTheYearsAreNoTimes(String number) {
    assertThat(TimestampText.microsOfEpoch(number), is(TimestampText.INVALID));
  }

  @ParameterizedTest
  @ValueSource(longs = {253402300800000L, -99999999999L, Long.MIN_VALUE, Long.MAX_VALUE})
  void wholeNumbersOutsideTheYearsAreNoTimes(long number) {
    assertThat(TimestampText.microsOfEpoch(number), is(TimestampText.INVALID));
  }
}
