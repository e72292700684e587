/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A request without its body.
 *
 * @param target path and query, as sent
 */
record RequestHead(String method, String target, String version, Headers headers) {

  /** A parameter of the query, decoded. */
  record Parameter(String name, String value) {}

  /** The path as sent, escaped. */
  String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /** The parameters of the query, in their order. */
  List<Parameter> query() {
    List<Parameter> parameters = new ArrayList<>();
    int mark = target.indexOf('?');
    if (mark < 0 || mark == target.length() - 1) {
      return parameters;
    }

    for (String pair : target.substring(mark + 1).split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      parameters.add(new Parameter(UriText.decode(name), UriText.decode(value)));
    }

    return parameters;
  }

  /** The value of a parameter, or null. */
  @Nullable String parameter(String name) {
    for (Parameter parameter : query()) {
      if (parameter.name().equals(name)) {
        return parameter.value();
      }
    }

    return null;
  }

  boolean hasParameter(String name) {
    return parameter(name) != null;
  }

  /** Whether the peer lets the connection be used for a further request. */
  boolean keepsAlive() {
    return version.equals("HTTP/1.1") && !headers.lists("Connection", "close");
  }

  boolean expectsContinue() {
    return headers.lists("Expect", "100-continue");
  }
}
