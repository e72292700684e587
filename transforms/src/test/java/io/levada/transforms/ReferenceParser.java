/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.rows.ColumnNames;
import io.levada.transforms.ReferenceJson.Kind;
import io.levada.transforms.ReferenceJson.Member;
import io.levada.transforms.ReferenceJson.Node;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What {@link JsonRecordParser} must do, in the plainest way: Jackson's tree tells what is JSON,
 * and the rules of {@link ParseEvents} are followed one by one. Written without regard to speed.
 */
final class ReferenceParser {

  private static final BigInteger FIRST_MILLIS = BigInteger.valueOf(100_000_000_000L);
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T23:59:59.999999Z").plusNanos(1000);
  private static final Pattern DATE = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
  private static final Pattern TIME =
      Pattern.compile(
          DATE
              + "[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,9}))?)?"
              + "([Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)?");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{9,18}");
  private static final Pattern BASE64 =
      Pattern.compile("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?");
  private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

  private final EventSchema schema;
  private final UnknownFields unknownFields;
  private final boolean keepsUnknown;
  private final ZoneId zone;
  private final ObjectMapper mapper;

  private String text = "";
  private final List<String> kept = new ArrayList<>();
  private final Set<String> keptNames = new HashSet<>();

  ReferenceParser(
      EventSchema schema,
      UnknownFields unknownFields,
      boolean keepsUnknown,
      ZoneId zone,
      int maxNesting) {
    this.schema = schema;
    this.unknownFields = unknownFields;
    this.keepsUnknown = keepsUnknown;
    this.zone = zone;
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(maxNesting)
            .maxNumberLength(Integer.MAX_VALUE)
            .maxStringLength(Integer.MAX_VALUE)
            .build();
    this.mapper =
        new ObjectMapper(JsonFactory.builder().streamReadConstraints(constraints).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /** Why a record is no row: the reason, the field, and where in the text; or a negative index. */
  static final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1;

    final RejectReason reason;
    final @Nullable String path;
    final int index;

    Fault(RejectReason reason, @Nullable String path, int index) {
      super(null, null, false, false);
      this.reason = reason;
      this.path = path;
      this.index = index;
    }

    @Override
    public String getMessage() {
      return reason + " " + path;
    }
  }

  /**
   * The values of the row; a struct is a list.
   *
   * @throws Fault if the record is a reject
   */
  List<@Nullable Object> parse(byte[] bytes) {
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new Fault(RejectReason.NOT_UTF8, null, -1);
    }
    try {
      if (mapper.readTree(text).isMissingNode()) {
        throw new Fault(RejectReason.NOT_JSON, null, -1);
      }
    } catch (StreamConstraintsException e) {
      throw new Fault(RejectReason.TOO_DEEP, null, -1);
    } catch (JsonProcessingException e) {
      throw new Fault(RejectReason.NOT_JSON, null, -1);
    }
    Node record = ReferenceJson.parse(text);
    if (record.kind() != Kind.OBJECT) {
      throw new Fault(RejectReason.NOT_AN_OBJECT, null, 0);
    }

    kept.clear();
    keptNames.clear();
    List<@Nullable Object> values = struct(schema.fields(), record, "", "");
    if (keepsUnknown) {
      values.add(kept.isEmpty() ? null : "{" + String.join(",", kept) + "}");
    }
    return values;
  }

  /**
   * @param path what messages call the struct
   * @param prefix what leads to it in the record
   */
  private List<@Nullable Object> struct(
      List<EventField> fields, Node object, String path, String prefix) {
    @Nullable Object[] values = new @Nullable Object[fields.size()];
    boolean[] seen = new boolean[fields.size()];
    for (Member member : object.members()) {
      int field = indexOf(fields, member.name());
      if (field < 0) {
        unknown(member, path, prefix);
        continue;
      }
      String fieldPath = path + fields.get(field).source();
      if (seen[field]) {
        throw new Fault(RejectReason.DUPLICATE_NAME, fieldPath, member.start());
      }
      seen[field] = true;
      values[field] =
          value(fields.get(field).type(), member.value(), fieldPath, prefix + member.name());
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null && fields.get(i).required()) {
        throw new Fault(RejectReason.MISSING_FIELD, path + fields.get(i).source(), -1);
      }
    }
    return new ArrayList<>(Arrays.asList(values));
  }

  private int indexOf(List<EventField> fields, String name) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).source().equals(name)) {
        return i;
      }
    }
    for (int i = 0; i < fields.size() && schema.matchesColumns(); i++) {
      if (fields.get(i).name().equals(ColumnNames.safe(name))) {
        return i;
      }
    }
    return -1;
  }

  private void unknown(Member member, String path, String prefix) {
    String owner = path.isEmpty() ? null : path.substring(0, path.length() - 1);
    if (unknownFields == UnknownFields.REJECT) {
      throw new Fault(RejectReason.UNKNOWN_FIELD, owner, member.start());
    }
    if (!keepsUnknown) {
      return;
    }
    if (!keptNames.add(prefix + member.name())) {
      throw new Fault(RejectReason.DUPLICATE_NAME, owner, member.start());
    }
    kept.add('"' + escape(prefix) + text.substring(member.start() + 1, member.value().end()));
  }

  private String escape(String prefix) {
    try {
      String quoted = mapper.writeValueAsString(prefix);
      return Pattern.compile("\\p{Cs}")
          .matcher(quoted.substring(1, quoted.length() - 1))
          .replaceAll(half -> "\\\\u%04x".formatted((int) half.group().charAt(0)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable Object value(ValueType type, Node node, String path, String place) {
    if (node.kind() == Kind.NULL) {
      return null;
    }

    String raw = text.substring(node.start(), node.end());
    Fault badType = new Fault(RejectReason.BAD_TYPE, path, node.start());
    switch (type.kind()) {
      case STRING -> {
        if (node.kind() == Kind.STRING
            && !StandardCharsets.UTF_8.newEncoder().canEncode(node.string())) {
          throw new Fault(RejectReason.BAD_TEXT, path, node.start());
        }
        return node.kind() == Kind.STRING ? node.string() : raw;
      }
      case BOOLEAN -> {
        require(node.kind() == Kind.BOOLEAN, badType);
        return raw.equals("true");
      }
      case INT, LONG -> {
        require(WHOLE.matcher(raw).matches(), badType);
        BigInteger number = new BigInteger(raw);
        int bits = type.kind() == ValueType.Kind.INT ? 31 : 63;
        require(number.bitLength() <= bits, badType);
        return bits == 31 ? (Object) number.intValue() : (Object) number.longValue();
      }
      case FLOAT -> {
        require(node.kind() == Kind.NUMBER, badType);
        require(Float.isFinite(Float.parseFloat(raw)), badType);
        return Float.parseFloat(raw);
      }
      case DOUBLE -> {
        require(node.kind() == Kind.NUMBER, badType);
        require(Double.isFinite(Double.parseDouble(raw)), badType);
        return Double.parseDouble(raw);
      }
      case DECIMAL -> {
        require(node.kind() == Kind.NUMBER, badType);
        return decimal(type, raw, badType);
      }
      case DATE -> {
        require(node.kind() == Kind.STRING, badType);
        return date(node.string(), badTimestamp(node, path));
      }
      case TIMESTAMP -> {
        require(node.kind() == Kind.STRING || node.kind() == Kind.NUMBER, badType);
        Fault fault = badTimestamp(node, path);
        return node.kind() == Kind.STRING
            ? timestamp(node.string(), fault)
            : timestampOfNumber(raw, fault);
      }
      case BYTES -> {
        require(node.kind() == Kind.STRING && BASE64.matcher(node.string()).matches(), badType);
        return Base64.getDecoder().decode(node.string());
      }
      case LIST -> {
        require(node.kind() == Kind.LIST, badType);
        List<@Nullable Object> list = new ArrayList<>();
        for (Node element : node.elements()) {
          String index = "[" + list.size() + "]";
          list.add(value(type.element(), element, path + index, place + index));
        }
        return list;
      }
      case MAP -> {
        require(node.kind() == Kind.OBJECT, badType);
        return map(type, node, path, place);
      }
      case STRUCT -> {
        require(node.kind() == Kind.OBJECT, badType);
        return struct(type.fields(), node, path + ".", place + ".");
      }
    }
    throw new IllegalStateException();
  }

  private Map<String, @Nullable Object> map(ValueType type, Node node, String path, String place) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (Member member : node.members()) {
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(member.name())) {
        throw new Fault(RejectReason.BAD_TEXT, path, member.start());
      }
      if (map.containsKey(member.name())) {
        throw new Fault(RejectReason.DUPLICATE_NAME, path, member.start());
      }
      map.put(
          member.name(),
          value(type.element(), member.value(), path + "{}", place + "." + member.name()));
    }
    return map;
  }

  private static BigDecimal decimal(ValueType type, String raw, Fault fault) {
    // More characters than that are contrived, and refused whatever they come to.
    require(raw.length() <= 1000, fault);
    try {
      BigDecimal number = new BigDecimal(raw);
      // What is out of any bounds is refused before it is written out in digits.
      require(
          number.signum() == 0 || Math.abs((long) number.precision() - number.scale()) <= 2000,
          fault);
      if (number.signum() == 0) {
        return BigDecimal.ZERO.setScale(type.scale());
      }
      BigDecimal exact = number.setScale(type.scale(), RoundingMode.UNNECESSARY);
      require(exact.precision() <= type.precision(), fault);
      return exact;
    } catch (NumberFormatException e) {
      // An exponent beyond 32 bits.
      throw fault;
    } catch (ArithmeticException e) {
      throw fault;
    }
  }

  private static LocalDate date(String text, Fault fault) {
    Matcher date = DATE.matcher(text);
    require(date.matches(), fault);
    return date(date, fault);
  }

  private static LocalDate date(Matcher date, Fault fault) {
    try {
      int year = Integer.parseInt(date.group(1));
      require(year > 0, fault);
      return LocalDate.of(year, Integer.parseInt(date.group(2)), Integer.parseInt(date.group(3)));
    } catch (DateTimeException e) {
      throw fault;
    }
  }

  private Instant timestamp(String text, Fault fault) {
    if (DATE.matcher(text).matches()) {
      return inRange(inZone(date(text, fault).atStartOfDay()), fault);
    }
    if (DIGITS.matcher(text).matches()) {
      return timestampOfNumber(text, fault);
    }

    Matcher time = TIME.matcher(text);
    require(time.matches(), fault);
    try {
      LocalDateTime local =
          LocalDateTime.of(
              date(time, fault),
              LocalTime.of(
                  Integer.parseInt(time.group(4)),
                  Integer.parseInt(time.group(5)),
                  time.group(6) == null ? 0 : Integer.parseInt(time.group(6)),
                  time.group(7) == null ? 0 : micros(time.group(7)) * 1000));
      @Nullable String offset = time.group(8);
      if (offset == null) {
        return inRange(inZone(local), fault);
      }
      return inRange(
          local.toInstant(ZoneOffset.of(offset.toUpperCase(java.util.Locale.ROOT))), fault);
    } catch (DateTimeException e) {
      throw fault;
    }
  }

  private Instant inZone(LocalDateTime local) {
    return ZonedDateTime.ofLocal(local, zone, null).toInstant();
  }

  private static int micros(String fraction) {
    return Integer.parseInt((fraction + "000000").substring(0, 6));
  }

  private static Instant timestampOfNumber(String raw, Fault fault) {
    boolean isWhole = WHOLE.matcher(raw).matches();
    // Such numbers are contrived, and refused whatever they come to.
    require(isWhole || raw.length() <= 40, fault);
    BigDecimal number;
    try {
      number = new BigDecimal(raw);
    } catch (NumberFormatException e) {
      throw fault;
    }
    require(
        isWhole
            ? number.toBigInteger().bitLength() <= 63
            : Math.abs((long) number.precision() - number.scale()) <= 40,
        fault);
    boolean isSeconds = number.toBigInteger().abs().compareTo(FIRST_MILLIS) < 0;
    BigInteger micros =
        number
            .multiply(BigDecimal.valueOf(isSeconds ? 1_000_000 : 1000))
            .setScale(0, RoundingMode.FLOOR)
            .toBigInteger();
    BigInteger[] parts = micros.divideAndRemainder(BigInteger.valueOf(1_000_000));
    require(parts[0].bitLength() < 50, fault);
    return inRange(Instant.ofEpochSecond(parts[0].longValue(), parts[1].longValue() * 1000), fault);
  }

  private static Instant inRange(Instant instant, Fault fault) {
    require(!instant.isBefore(FIRST) && instant.isBefore(END), fault);
    return instant;
  }

  private Fault badTimestamp(Node node, String path) {
    return new Fault(RejectReason.BAD_TIMESTAMP, path, node.start());
  }

  /** The byte of the last record's text at this index. */
  int byteAt(int index) {
    return text.substring(0, index).getBytes(StandardCharsets.UTF_8).length;
  }

  private static void require(boolean condition, Fault fault) {
    if (!condition) {
      throw fault;
    }
  }
}
