/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds where JSON values begin and end, byte by byte, whatever the pieces in which the bytes come.
 *
 * <p>An object or a list ends with the bracket that closes it; whether it is valid is for a parser
 * to say. Any other text between values, scalars too, is a value to the end of its line, or to what
 * ends it before: a bracket that opens, and in an array a comma or the closing bracket. But what
 * follows on the name of a member belongs to it: it was never a value of its own.
 *
 * <p>A value is <em>broken</em> by a bracket that closes another kind than the one open, by a
 * newline within a string, and by a place inside of it where JSON allows no value. It reaches to
 * the next <em>place</em>, or to the end. A place is an object that opens a line where values
 * begin: in an array indented just as those elements that open a line, else no further than the
 * line on which the broken value starts. Where brackets no longer count, the byte in front must
 * tell that a value ends there: <code>}</code>, which inside of a value nothing but a comma or a
 * closing bracket may follow, and in an array also the comma or the opening bracket. In an array
 * there is no place if objects inside of whole elements open lines as elements do. A line that
 * opens with an array behind a <code>]</code> is a place too, where arrays follow on each other.
 *
 * <p>So no valid value is ever cut, whatever its layout.
 */
final class ValueScanner {

  /** What {@link #scan} stopped at. */
  enum Found {
    /** The end of the bytes. */
    NOTHING,
    /** The first byte of a value. */
    START,
    /** The byte behind a value's last one. */
    END
  }

  private enum State {
    BETWEEN,
    EXTRA_COMMA,
    TEXT,
    TEXT_STRING,
    CONTAINER,
    STRING,
    LOST
  }

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long NEWLINES = '\n' * ONES;
  private static final int UNKNOWN = -1;

  private final boolean opensArrays;
  private final Nesting nesting = new Nesting();
  private State state = State.BETWEEN;
  private Found found = Found.NOTHING;
  private boolean broken;

  /** The last byte was a backslash in a string. */
  private boolean escaped;

  /** The last byte of the value that is not white space. */
  private byte last;

  /** Nothing but white space was seen on this line, {@code indent} bytes of it. */
  private boolean atIndent = true;

  private int indent;

  /** The indentation of the line on which the value starts. */
  private int valueIndent;

  /** The value is text and no object or list. */
  private boolean isText;

  /** The text ends with the name of a member, whose value therefore belongs to it. */
  private boolean behindName;

  private boolean inArray;
  private boolean behindElement;
  private int arrayIndent;

  /** How far those elements of the array are indented that open a line. */
  private int elementIndent = UNKNOWN;

  /** A whole object or list was seen, in this array if in one. */
  private boolean seenWhole;

  /** Inside of one, an object was seen to begin as values do. */
  private boolean nestedBeginsAlike;

  /** The same of the value that has not ended. */
  private boolean nestedBeginsAlikeHere;

  /**
   * @param opensArrays whether not an array at the top, but its elements are values. Its brackets
   *     and the commas between elements belong to no value; a comma too many is a value
   */
  ValueScanner(boolean opensArrays) {
    this.opensArrays = opensArrays;
  }

  /**
   * Goes on to the next start or end of a value.
   *
   * @return the index of what was {@link #found}, from which to go on
   */
  int scan(byte[] bytes, int from, int to) {
    found = Found.NOTHING;
    int at = from;
    while (at < to && found == Found.NOTHING) {
      at =
          switch (state) {
            case BETWEEN -> scanBetween(bytes, at, to);
            case EXTRA_COMMA -> endAt(at + 1);
            case TEXT -> scanText(bytes, at, to);
            case TEXT_STRING -> scanTextString(bytes, at, to);
            case CONTAINER -> scanContainer(bytes, at, to);
            case STRING -> scanString(bytes, at, to);
            case LOST -> scanLost(bytes, at, to);
          };
    }
    return at;
  }

  Found found() {
    return found;
  }

  /** Whether a value has started that has not ended. */
  boolean isInValue() {
    return state != State.BETWEEN;
  }

  /** Whether an array is open whose elements are values. */
  boolean isInArray() {
    return inArray;
  }

  /** Whether the value, or the last one if it has ended, is broken. */
  boolean isBroken() {
    return broken;
  }

  /** The indentation of the line on which the value, or the last one, starts. */
  int valueIndent() {
    return valueIndent;
  }

  private int scanBetween(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (isWhite(b)) {
        passWhite(b);
      } else if (inArray && b == ']') {
        atIndent = false;
        inArray = false;
      } else if (inArray && b == ',' && behindElement) {
        atIndent = false;
        behindElement = false;
      } else if (opensArrays && !inArray && b == '[') {
        openArray();
      } else {
        start(b);
        return at;
      }
    }
    return to;
  }

  private void openArray() {
    inArray = true;
    behindElement = false;
    arrayIndent = indent;
    elementIndent = UNKNOWN;
    seenWhole = false;
    nestedBeginsAlike = false;
    atIndent = false;
  }

  private void start(byte first) {
    found = Found.START;
    broken = false;
    valueIndent = indent;
    behindName = false;
    nestedBeginsAlikeHere = false;
    last = 0;
    isText = first != '{' && first != '[';
    if (!isText) {
      state = State.CONTAINER;
      nesting.clear();
      if (inArray && atIndent) {
        elementIndent = indent;
      }
    } else {
      state = inArray && first == ',' ? State.EXTRA_COMMA : State.TEXT;
      atIndent = false;
    }
  }

  private int endAt(int index) {
    found = Found.END;
    behindElement = state != State.EXTRA_COMMA;
    state = State.BETWEEN;
    return index;
  }

  private int scanText(byte[] bytes, int from, int to) {
    for (int at = from; at < to; at++) {
      byte b = bytes[at];
      if (isWhite(b)) {
        if (b == '\n' && !behindName) {
          return endAt(at);
        }
        passWhite(b);
        continue;
      }
      if (b == '{' || b == '[') {
        return behindName ? enterContainer(at) : endAt(at);
      }
      if (inArray && (b == ',' || b == ']')) {
        return endAt(at);
      }
      behindName = b == ':' && last == '"';
      last = b;
      atIndent = false;
      if (b == '"') {
        state = State.TEXT_STRING;
        return at + 1;
      }
    }
    return to;
  }

  private int enterContainer(int index) {
    state = State.CONTAINER;
    nesting.clear();
    return index;
  }

  private int scanTextString(byte[] bytes, int from, int to) {
    int at = indexOfStringEnd(bytes, from, to);
    if (at == to) {
      return to;
    }
    if (bytes[at] == '\n') {
      return endAt(at);
    }
    state = State.TEXT;
    return at + 1;
  }

  private int scanContainer(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      byte b = bytes[at];
      switch (b) {
        case '"' -> {
          atIndent = false;
          last = b;
          state = State.STRING;
          at = scanString(bytes, at + 1, to);
          if (state != State.CONTAINER) {
            return at;
          }
        }
        case '{', '[' -> {
          if (atIndent && b == '{' && isPlaceInValue()) {
            broken = true;
            return endAt(at);
          }
          atIndent = false;
          last = b;
          nesting.open(b == '{');
          at++;
        }
        case '}', ']' -> {
          atIndent = false;
          last = b;
          at++;
          if (!nesting.close(b == '}')) {
            lose();
            return at;
          }
          if (nesting.depth() == 0) {
            return leaveContainer(at);
          }
        }
        case ' ', '\t', '\r', '\n' -> {
          passWhite(b);
          at++;
        }
        default -> {
          atIndent = false;
          last = b;
          at++;
        }
      }
    }
    return to;
  }

  private int leaveContainer(int index) {
    if (isText) {
      state = State.TEXT;
      behindName = false;
      return index;
    }

    seenWhole = true;
    nestedBeginsAlike |= nestedBeginsAlikeHere;
    return endAt(index);
  }

  private int scanString(byte[] bytes, int from, int to) {
    int at = indexOfStringEnd(bytes, from, to);
    if (at == to) {
      seeLast(bytes, from, to);
      return to;
    }
    if (bytes[at] == '\n') {
      seeLast(bytes, from, at);
      lose();
      return at;
    }
    last = '"';
    state = State.CONTAINER;
    return at + 1;
  }

  /** The index of a string's closing quote, or of a newline, or {@code to}. */
  private int indexOfStringEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (escaped) {
        escaped = false;
        if (bytes[at] == '\n') {
          return at;
        }
        at++;
      }
      at = indexOfStringMark(bytes, at, to);
      if (at == to || bytes[at] != '\\') {
        return at;
      }
      escaped = true;
      at++;
    }
    return to;
  }

  /** The index of the first quote, backslash or newline, or {@code to}. */
  private static int indexOfStringMark(byte[] bytes, int from, int to) {
    int at = from;
    for (; to - at >= Long.BYTES; at += Long.BYTES) {
      long eight = (long) LONGS.get(bytes, at);
      long found = zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES) | zeros(eight ^ NEWLINES);
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    while (at < to && bytes[at] != '"' && bytes[at] != '\\' && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Marks zero bytes; the lowest mark is right, those above it may not be. */
  private static long zeros(long eight) {
    return (eight - ONES) & ~eight & HIGH_BITS;
  }

  private void lose() {
    broken = true;
    state = State.LOST;
  }

  private int scanLost(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      byte b = bytes[at];
      if (isWhite(b)) {
        passWhite(b);
        at++;
      } else if (atIndent && isPlaceBehindBreak(b)) {
        return endAt(at);
      } else {
        atIndent = false;
        int newline = Lines.indexOfNewline(bytes, at, to);
        seeLast(bytes, at, newline);
        at = newline;
      }
    }
    return to;
  }

  /** Whether an object that opens a line inside of a value can't belong to that value. */
  private boolean isPlaceInValue() {
    if (!nesting.isTold() || !isIndentOfValues()) {
      return false;
    }
    boolean allowed = nesting.isInObject() ? last == ':' : last == ',' || last == '[';
    if (allowed) {
      nestedBeginsAlikeHere = true;
      return false;
    }
    return doValuesStandOut() || (last == '}' && !inArray);
  }

  private boolean isPlaceBehindBreak(byte first) {
    if (inArray && first == '[' && last == ']' && indent <= arrayIndent) {
      inArray = false;
      return true;
    }
    if (first != '{' || !isIndentOfValues()) {
      return false;
    }
    return inArray
        ? doValuesStandOut() && (last == ',' || last == '[' || last == '}')
        : last == '}';
  }

  /** Whether the way in which values begin tells them from the objects inside of them. */
  private boolean doValuesStandOut() {
    return seenWhole ? !nestedBeginsAlike : !nestedBeginsAlikeHere;
  }

  private boolean isIndentOfValues() {
    if (inArray && elementIndent != UNKNOWN) {
      return indent == elementIndent;
    }
    // An element that follows the opening bracket on its line stands one further to the right.
    return indent <= (inArray ? valueIndent + 1 : valueIndent);
  }

  private void seeLast(byte[] bytes, int from, int to) {
    int solid = Lines.trimmed(bytes, from, to);
    if (solid > from) {
      last = bytes[solid - 1];
    }
  }

  private void passWhite(byte white) {
    if (white == '\n') {
      atIndent = true;
      indent = 0;
    } else if (atIndent && white != '\r') {
      indent++;
    }
  }

  private static boolean isWhite(byte b) {
    return b == ' ' || b == '\n' || b == '\t' || b == '\r';
  }
}
