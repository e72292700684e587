/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * How large an item is, as <a
 * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">AWS
 * counts</a>: names and values; a list or map takes 3 bytes, and one more for each that is in it.
 */
final class ItemSize {

  private static final int NESTED = 3;
  private static final int ELEMENT = 1;

  /** As in <code>{"N":}</code>. */
  private static final int TYPED = 6;

  /** Two quotes, and a comma or colon. */
  private static final int QUOTED = 3;

  private static final int BASE64_CHARACTERS = 4;
  private static final int BASE64_BYTES = 3;

  private ItemSize() {}

  static long of(Map<String, AttributeValue> item) {
    long bytes = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      bytes += utf8(attribute.getKey()) + of(attribute.getValue());
    }
    return bytes;
  }

  static long of(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8(value.s());
      case N -> ItemNumber.bytes(value.n());
      case B -> bytes(value.b());
      case BOOL, NUL -> 1;
      case SS -> value.ss().stream().mapToLong(ItemSize::utf8).sum();
      case NS -> value.ns().stream().mapToLong(ItemNumber::bytes).sum();
      case BS -> value.bs().stream().mapToLong(ItemSize::bytes).sum();
      case L -> NESTED + list(value.l());
      case M -> NESTED + (long) ELEMENT * value.m().size() + of(value.m());
      case UNKNOWN_TO_SDK_VERSION -> throw new IllegalArgumentException("A value without a type");
    };
  }

  private static long list(List<AttributeValue> values) {
    return values.stream().mapToLong(value -> ELEMENT + of(value)).sum();
  }

  /**
   * About how large an item is in a request, as JSON: a number of one byte takes ten there, and
   * bytes are in base64.
   */
  static long sent(Map<String, AttributeValue> item) {
    long bytes = 0;
    for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
      bytes += QUOTED + utf8(attribute.getKey()) + sent(attribute.getValue());
    }
    return bytes;
  }

  private static long sent(AttributeValue value) {
    return TYPED
        + switch (value.type()) {
          case L -> value.l().stream().mapToLong(element -> 1 + sent(element)).sum();
          case M -> sent(value.m());
          case N -> QUOTED + value.n().length();
          case NS -> value.ns().stream().mapToLong(number -> QUOTED + number.length()).sum();
          case SS -> value.ss().stream().mapToLong(text -> QUOTED + utf8(text)).sum();
          case B, BS -> QUOTED + of(value) * BASE64_CHARACTERS / BASE64_BYTES;
          default -> QUOTED + of(value);
        };
  }

  private static int bytes(SdkBytes bytes) {
    return bytes.asByteArrayUnsafe().length;
  }

  /** The length in UTF-8, without making the bytes of what is nearly always ASCII. */
  static int utf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return text.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    return text.length();
  }
}
