/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.levada.pipelines.Console;
import io.levada.pipelines.Session;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** Another session, without what is told to people. */
record SilentSession(Session session) implements Session {

  @Override
  public PrintStream out() {
    return new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
  }

  @Override
  public PrintStream err() {
    return out();
  }

  @Override
  public Map<String, String> environment() {
    return session.environment();
  }

  @Override
  public Console console() {
    Console console = session.console();
    return new Console() {
      @Override
      public void say(String line) {}

      @Override
      public void progress(String phase, long done, long total) {}

      @Override
      public Undo onInterrupt(Runnable undo) {
        return console.onInterrupt(undo);
      }
    };
  }

  @Override
  public int levada(List<String> args) {
    return session.levada(args);
  }
}
