/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.util.ArrayList;
import java.util.List;

/**
 * JSON text, known to be well-formed, as a tree that keeps what a usual tree loses: where each
 * value stands, and members that are there twice.
 */
final class ReferenceJson {

  enum Kind {
    OBJECT,
    LIST,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }

  /**
   * A value.
   *
   * @param start the index of its first character
   * @param end the index behind its last character
   * @param string a string's content, else empty
   * @param members an object's members
   * @param elements a list's elements
   */
  record Node(
      Kind kind, int start, int end, String string, List<Member> members, List<Node> elements) {}

  /**
   * A member.
   *
   * @param start the index of the quote in front of its name
   */
  record Member(String name, int start, Node value) {}

  private final String text;
  private int at;

  private ReferenceJson(String text) {
    this.text = text;
  }

  static Node parse(String text) {
    ReferenceJson json = new ReferenceJson(text);
    json.skipSpace();
    return json.value();
  }

  private Node value() {
    int start = at;
    switch (text.charAt(at)) {
      case '{' -> {
        List<Member> members = members();
        return new Node(Kind.OBJECT, start, at, "", members, List.of());
      }
      case '[' -> {
        List<Node> elements = elements();
        return new Node(Kind.LIST, start, at, "", List.of(), elements);
      }
      case '"' -> {
        String string = string();
        return new Node(Kind.STRING, start, at, string, List.of(), List.of());
      }
      default -> {
        while (at < text.length() && " \t\r\n,]}".indexOf(text.charAt(at)) < 0) {
          at++;
        }
        Kind kind =
            switch (text.charAt(start)) {
              case 't', 'f' -> Kind.BOOLEAN;
              case 'n' -> Kind.NULL;
              default -> Kind.NUMBER;
            };
        return new Node(kind, start, at, "", List.of(), List.of());
      }
    }
  }

  private List<Member> members() {
    List<Member> members = new ArrayList<>();
    at++;
    skipSpace();
    while (text.charAt(at) != '}') {
      int start = at;
      String name = string();
      skipSpace();
      at++;
      skipSpace();
      members.add(new Member(name, start, value()));
      skipSeparator();
    }
    at++;
    return members;
  }

  private List<Node> elements() {
    List<Node> elements = new ArrayList<>();
    at++;
    skipSpace();
    while (text.charAt(at) != ']') {
      elements.add(value());
      skipSeparator();
    }
    at++;
    return elements;
  }

  private String string() {
    StringBuilder content = new StringBuilder();
    at++;
    while (text.charAt(at) != '"') {
      char c = text.charAt(at++);
      content.append(c == '\\' ? escaped() : c);
    }
    at++;
    return content.toString();
  }

  private char escaped() {
    char c = text.charAt(at++);
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> c;
    };
  }

  private void skipSeparator() {
    skipSpace();
    if (text.charAt(at) == ',') {
      at++;
      skipSpace();
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }
}
