/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The path of a partition as Hive writes it: {@code year=2024/month=05}.
 *
 * <p>Values are escaped as Hive's {@code FileUtils.escapePathName} does it: control characters, DEL
 * and the characters of {@link #ESCAPED} become {@code %XX}. Null and the empty string are {@link
 * #DEFAULT_PARTITION} and read back as null; every other text reads back as itself.
 */
public final class HivePath {

  /** How Hive names the partition of null and of the empty string. */
  public static final String DEFAULT_PARTITION = "__HIVE_DEFAULT_PARTITION__";

  /**
   * The longest folder name, in bytes of UTF-8, that the usual file systems take (NAME_MAX of ext4,
   * XFS and APFS).
   */
  public static final int MAX_NAME_BYTES = 255;

  /**
   * The longest path of folders, in bytes of UTF-8: S3 takes keys of 1024, of which a quarter is
   * left for the table's own path and the file's name.
   */
  public static final int MAX_PATH_BYTES = 768;

  /** What DuckDB takes for null in a path, in any case of letters. */
  private static final String DUCKDB_NULL = "null";

  private static final String ESCAPED = "\"#%'*/:=?\\{[]^";

  private HivePath() {}

  /** One folder of the path: {@code column=value}, both escaped. */
  public static String folder(String column, @Nullable String value) {
    return escape(column)
        + '='
        + (value == null || value.isEmpty() ? DEFAULT_PARTITION : escapeValue(value));
  }

  /**
   * A text that a reader would take for null differs from it by an escape that it does not need.
   */
  private static String escapeValue(String value) {
    boolean readsAsNull = value.equals(DEFAULT_PARTITION) || value.equalsIgnoreCase(DUCKDB_NULL);
    return readsAsNull ? escaped(value.charAt(0)) + value.substring(1) : escape(value);
  }

  private static String escaped(char c) {
    return "%" + hex(c >>> 4) + hex(c & 0xf);
  }

  /** Whether every storage can have folders of that path, which may end with a slash. */
  public static boolean fits(String path) {
    byte[] bytes = path.getBytes(UTF_8);
    int nameStart = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '/') {
        nameStart = i + 1;
      } else if (i - nameStart >= MAX_NAME_BYTES) {
        return false;
      }
    }
    return bytes.length <= MAX_PATH_BYTES;
  }

  /**
   * The partition columns in a file's path, in its order. A {@linkplain VersionFolder version} is
   * none.
   *
   * @param path a path below the table, with {@code /} between names
   */
  public static List<PartitionValue> parse(String path) {
    List<PartitionValue> values = new ArrayList<>();
    for (String name : VersionFolder.strip(foldersOf(path)).split("/", -1)) {
      int equals = name.indexOf('=');
      if (equals > 0) {
        values.add(
            new PartitionValue(
                unescape(name.substring(0, equals)), value(name.substring(equals + 1))));
      }
    }
    return values;
  }

  private static String foldersOf(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** The path that values of partition columns have, as {@code year=2024/month=05}. */
  static String of(List<String> columns, List<@Nullable String> values) {
    List<String> folders = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      folders.add(folder(columns.get(i), values.get(i)));
    }
    return String.join("/", folders);
  }

  private static @Nullable String value(String escaped) {
    return escaped.equals(DEFAULT_PARTITION) ? null : unescape(escaped);
  }

  static String escape(String text) {
    StringBuilder escaped = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean special = c < 0x20 || c == 0x7f || ESCAPED.indexOf(c) >= 0;
      if (special && escaped == null) {
        escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
      }
      if (special) {
        escaped.append(escaped(c));
      } else if (escaped != null) {
        escaped.append(c);
      }
    }
    return escaped == null ? text : escaped.toString();
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }

  /**
   * The text that {@link #escape} took; a {@code %} that no two hex digits follow is itself.
   * DuckDB, pyarrow and others escape letters beyond ASCII too, byte by byte of UTF-8, where Hive
   * and Spark never escape them: an escape beyond ASCII is one of those if its neighbours make it
   * UTF-8.
   */
  static String unescape(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }

    StringBuilder plain = new StringBuilder(text.length());
    ByteArrayOutputStream escaped = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      int code = text.charAt(i) == '%' ? hexAt(text, i + 1) : -1;
      if (code >= 0) {
        escaped.write(code);
        i += 2;
      } else {
        plain.append(textOf(escaped)).append(text.charAt(i));
      }
    }
    return plain.append(textOf(escaped)).toString();
  }

  /** The text of neighbouring escapes, which it takes away. */
  private static String textOf(ByteArrayOutputStream escaped) {
    byte[] bytes = escaped.toByteArray();
    escaped.reset();
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, ISO_8859_1);
    }
  }

  private static int hexAt(String text, int at) {
    if (at + 2 > text.length()) {
      return -1;
    }

    int high = Character.digit(text.charAt(at), 16);
    int low = Character.digit(text.charAt(at + 1), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /**
   * A partition column and its value in a path.
   *
   * @param value null for the default partition
   */
  public record PartitionValue(String column, @Nullable String value) {}
}
