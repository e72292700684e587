/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Tells a file's {@link Shape} by the beginning of its content.
 *
 * <p>The beginning is read as values one after another. An array that does not end on its line,
 * with no object in front of it, makes {@link Shape#ARRAY}. If no value is broken, it is {@link
 * Shape#LINES} where each object stands alone on a line, and {@link Shape#VALUES} where one spans
 * lines or shares its line with another value. If one is broken, the majority of the objects
 * decides, and the lines of the broken one count as well. What stands on a line with other text
 * counts for nothing, and where nothing counts it is {@link Shape#LINES}.
 */
final class ShapeLook {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int FIRST_BYTES = 64 * 1024;
  private static final int MOST_BYTES = 1024 * 1024;

  /** So many values are enough. */
  private static final int ENOUGH = 32;

  private final byte[] head;
  private final int length;
  private final boolean isWhole;
  private final ValueScanner values = new ValueScanner(false);

  /** Objects alone on a line, spanning lines, and sharing a line. */
  private int alone;

  private int spanning;
  private int sharing;

  /** Arrays that end on their line, of objects or with nothing but arrays beside them. */
  private int arrays;

  /** Lines of nothing but strings, numbers and literals. */
  private int scalarLines;

  private boolean broken;

  /** An object was begun, at the beginning of a line, that is broken or not ended. */
  private boolean begun;

  /** What ended so far on a line that goes on. */
  private int objectsOnLine;

  private int arraysOnLine;
  private boolean spanningOnLine;
  private boolean textOnLine;
  private boolean scalarsOnLine;

  /** Two objects follow on each other with nothing but white space between. */
  private boolean adjacentOnLine;

  /** The last value is an object, on this line. */
  private boolean behindObject;

  private ShapeLook(byte[] head, int length, boolean isWhole) {
    this.head = head;
    this.length = length;
    this.isWhole = isWhole;
  }

  /** Looks at the content's first 64 KiB, or where they tell nothing at its first MiB. */
  static Shape of(PeekedBytes content) throws IOException {
    @Nullable Shape shape = null;
    for (int bytes = FIRST_BYTES; shape == null; bytes = MOST_BYTES) {
      int length = content.peek(bytes);
      boolean isLast = content.isWhole() || length >= MOST_BYTES;
      shape = new ShapeLook(content.head(), length, content.isWhole()).tell(isLast);
    }
    return shape;
  }

  /** The shape, or null if nothing tells it and there is more to look at. */
  private @Nullable Shape tell(boolean isLast) {
    int at = ByteOrderMark.isUtf8(head, length) ? ByteOrderMark.UTF_8_BYTES : 0;
    int end = at;
    int start = at;
    while (at < length || values.found() != ValueScanner.Found.NOTHING) {
      if (alone + spanning + sharing + arrays >= ENOUGH) {
        return decide(isLast);
      }
      at = values.scan(head, at, length);
      if (values.found() == ValueScanner.Found.NOTHING) {
        break;
      }
      if (values.found() == ValueScanner.Found.START) {
        start = at;
        if (Lines.indexOfNewline(head, end, start) < start) {
          endLine();
        }
        continue;
      }
      end = at;
      if (isArrayOfLines(start, end)) {
        return Shape.ARRAY;
      }
      take(start, end);
      if (values.isBroken()) {
        endLine();
      }
    }

    if (values.isInValue()) {
      if (isArrayOfLines(start, length)) {
        return Shape.ARRAY;
      }
      takeOpen(start);
    } else if (isLast || Lines.indexOfNewline(head, end, length) < length || objectsOnLine > 1) {
      endLine();
    }
    return decide(isLast);
  }

  private @Nullable Shape decide(boolean isLast) {
    int objects = alone + spanning + sharing;
    if (arrays > 0 && arrays >= objects + scalarLines) {
      return Shape.ARRAY;
    }
    if (objects > 0) {
      boolean isLines = broken ? alone > spanning + sharing : alone == objects;
      return isLines ? Shape.LINES : Shape.VALUES;
    }
    if (!isLast) {
      return null;
    }
    return begun ? Shape.VALUES : Shape.LINES;
  }

  /** Whether it is an array that spans lines, or does not end, with nothing that counts before. */
  private boolean isArrayOfLines(int start, int end) {
    boolean first = alone + spanning + sharing + arrays + objectsOnLine + arraysOnLine == 0;
    return first
        && !begun
        && isProper(start, '[')
        && ((end == length && values.isInValue()) || Lines.indexOfNewline(head, start, end) < end);
  }

  private void take(int start, int end) {
    boolean isObject = isProper(start, '{');
    adjacentOnLine |= behindObject && head[start] == '{';
    boolean spansLines = Lines.indexOfNewline(head, start, end) < end;
    if (values.isBroken()) {
      takeBroken(start, end);
    } else if (isObject) {
      if (spansLines) {
        spanningOnLine = true;
        spanning++;
      } else {
        objectsOnLine++;
      }
    } else if (head[start] == '[' && isProper(nextSolid(start + 1), '{')) {
      arrays++;
    } else if (isProper(start, '[') && !spansLines) {
      arraysOnLine++;
    } else if (areScalars(start, end)) {
      scalarsOnLine = true;
    } else {
      textOnLine = true;
    }
    behindObject = isObject && !values.isBroken();
  }

  private void takeOpen(int start) {
    adjacentOnLine |= behindObject && head[start] == '{';
    boolean isText = head[start] != '{' && head[start] != '[';
    if (isText && isWhole && areScalars(start, length)) {
      scalarsOnLine = true;
    } else if (values.isBroken() || isWhole) {
      takeBroken(start, length);
    } else if (isProper(start, '{')) {
      if (Lines.indexOfNewline(head, start, length) < length) {
        spanning++;
      } else {
        begun |= !textOnLine && objectsOnLine == 0;
        textOnLine = true;
      }
    }
    endLine();
  }

  private void takeBroken(int start, int end) {
    broken = true;
    begun |= isProper(start, '{') && !textOnLine && objectsOnLine == 0;
    textOnLine = true;
    alone += wholeObjects(start, end);
  }

  private void endLine() {
    boolean areShared = objectsOnLine > 1 || arraysOnLine > 0 || scalarsOnLine;
    if (adjacentOnLine || (areShared && !textOnLine)) {
      sharing += objectsOnLine;
    } else if (!textOnLine && !spanningOnLine) {
      alone += objectsOnLine;
    }
    if (objectsOnLine == 0 && !textOnLine && !spanningOnLine && !scalarsOnLine) {
      arrays += arraysOnLine;
    }
    if (scalarsOnLine && !textOnLine && !spanningOnLine && objectsOnLine + arraysOnLine == 0) {
      scalarLines++;
    }
    objectsOnLine = 0;
    arraysOnLine = 0;
    spanningOnLine = false;
    textOnLine = false;
    scalarsOnLine = false;
    adjacentOnLine = false;
    behindObject = false;
  }

  /** How many lines behind a broken value's first one are a whole object, not further indented. */
  private int wholeObjects(int start, int end) {
    int count = 0;
    int line = Lines.indexOfNewline(head, start, end) + 1;
    while (line < end) {
      int next = Lines.indexOfNewline(head, line, end);
      if (isWholeObject(line, next)) {
        count++;
      }
      line = next + 1;
    }
    return count;
  }

  private boolean isWholeObject(int from, int to) {
    ValueScanner line = new ValueScanner(false);
    int start = line.scan(head, from, to);
    if (start - from > values.valueIndent() || start == to || !isProper(start, '{')) {
      return false;
    }
    int end = line.scan(head, start, to);
    return line.found() == ValueScanner.Found.END && Lines.isBlank(head, end, to);
  }

  /** Whether it opens with this bracket as JSON would, not as other text might. */
  private boolean isProper(int start, char opening) {
    if (start == length || head[start] != opening) {
      return false;
    }
    int at = nextSolid(start + 1);
    if (at == length || (opening == '[' && Lines.indexOfNewline(head, start, at) < at)) {
      return true;
    }
    return (opening == '{' ? "\"}" : "{[\"],-0123456789tfn").indexOf(head[at]) >= 0;
  }

  /** Whether the text is strings, numbers and literals of JSON, and nothing else. */
  private boolean areScalars(int start, int end) {
    if (head[start] == '[' || head[start] == '{') {
      return false;
    }
    try (JsonParser parser = JSON.createParser(head, start, end - start)) {
      @Nullable JsonToken token = parser.nextToken();
      while (token != null) {
        token = parser.nextToken();
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private int nextSolid(int from) {
    int at = from;
    while (at < length && Lines.isBlank(head, at, at + 1)) {
      at++;
    }
    return at;
  }
}
