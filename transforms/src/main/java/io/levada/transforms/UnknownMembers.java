/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What becomes of a record's members, and those of its structs, that the schema does not name. */
final class UnknownMembers {

  private static final int MAX_KEPT_NAMES = 256;

  private final RecordInHand record;
  private final UnknownFields unknownFields;
  private final boolean keeps;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private Set<String> names = new HashSet<>();

  /**
   * @param keeps whether they are kept as {@link #text}
   */
  UnknownMembers(RecordInHand record, UnknownFields unknownFields, boolean keeps) {
    this.record = record;
    this.unknownFields = unknownFields;
    this.keeps = keeps;
  }

  /** Forgets those of the record before. */
  void reset() {
    text.reset();
    // Clearing a set takes as long as it was ever large, so a large one is given up.
    if (names.size() > MAX_KEPT_NAMES) {
      names = new HashSet<>();
    } else {
      names.clear();
    }
  }

  /** The members that were kept as one JSON object, or null if there are none. */
  @Nullable String text() {
    return text.size() == 0 ? null : text.toString(StandardCharsets.UTF_8) + '}';
  }

  /**
   * Reads a member to its end.
   *
   * @param owner the record, or the struct
   * @return whether the record has not been rejected
   */
  boolean read(JsonParser parser, String name, FieldPath owner) throws IOException {
    if (unknownFields == UnknownFields.REJECT) {
      return record.reject(
          RejectReason.UNKNOWN_FIELD,
          subject(owner, parser) + " has a field that is not in the schema" + at(parser));
    }

    return keeps ? keep(parser, name, owner) : skip(parser);
  }

  private static boolean skip(JsonParser parser) throws IOException {
    parser.nextToken();
    parser.skipChildren();
    return true;
  }

  private boolean keep(JsonParser parser, String name, FieldPath owner) throws IOException {
    String prefix = owner.isRoot() ? "" : prefix(parser.getParsingContext().getParent());
    if (!names.add(prefix + name)) {
      return record.reject(
          RejectReason.DUPLICATE_NAME,
          subject(owner, parser) + " has a field outside the schema twice" + at(parser));
    }

    int from = record.byteOfToken(parser);
    skip(parser);
    parser.finishToken();
    text.write(text.size() == 0 ? '{' : ',');
    if (!prefix.isEmpty()) {
      // The name's own bytes follow, from behind its quote, so that it is kept exactly.
      String quoted = JsonText.quote(prefix);
      text.writeBytes(quoted.substring(0, quoted.length() - 1).getBytes(StandardCharsets.UTF_8));
      from++;
    }
    record.copy(from, record.byteBehind(parser), text);
    return true;
  }

  /** The names, with lists' indexes, that lead from the record to the members of a struct. */
  private static String prefix(JsonStreamContext owner) {
    StringBuilder prefix = new StringBuilder(".");
    for (JsonStreamContext at = owner; !at.inRoot(); at = at.getParent()) {
      if (at.inArray()) {
        prefix.insert(0, "[" + at.getCurrentIndex() + "]");
      } else {
        prefix.insert(0, at.getCurrentName());
        if (!at.getParent().inRoot()) {
          prefix.insert(0, '.');
        }
      }
    }
    return prefix.toString();
  }

  private static String subject(FieldPath owner, JsonParser parser) {
    return owner.isRoot() ? "The record" : "Field " + owner.in(parser);
  }

  private String at(JsonParser parser) {
    return record.at(parser);
  }
}
