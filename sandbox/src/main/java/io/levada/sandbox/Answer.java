/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * An answer on its way to the client.
 *
 * @param body null if it has none, as to HEAD
 */
record Answer(AnswerHead head, @Nullable InputStream body) {

  static Answer of(int status, String contentType, byte[] body) {
    Headers headers = new Headers();
    headers.add("Content-Type", contentType);
    headers.add("Content-Length", Integer.toString(body.length));
    return new Answer(new AnswerHead(status, headers), new ByteArrayInputStream(body));
  }

  static Answer of(int status, String contentType, String body) {
    return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same answer with a further header. */
  Answer with(String name, String value) {
    Headers headers = head.headers().copy();
    headers.set(name, value);
    return new Answer(new AnswerHead(head.status(), headers), body);
  }

  /** The same answer without a header. */
  Answer without(String name) {
    Headers headers = head.headers().copy();
    headers.remove(name);
    return new Answer(new AnswerHead(head.status(), headers), body);
  }

  int status() {
    return head.status();
  }

  Headers headers() {
    return head.headers();
  }
}
