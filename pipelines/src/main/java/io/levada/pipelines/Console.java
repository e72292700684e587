/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

/** Where a run tells how it gets on, and hears that it has to stop. Safe for any thread. */
public interface Console {

  /** A line that a person wants to see once, such as the schema that was inferred. */
  void say(String line);

  /**
   * How far a phase is; called often, shown as seldom as suits the terminal.
   *
   * @param phase a verb phrase, such as {@code Reading}
   * @param done bytes done, may go back
   * @param total bytes in all; 0 if unknown
   */
  void progress(String phase, long done, long total);

  /**
   * How far a phase is that is not measured in bytes.
   *
   * @param unit what is counted, in the plural, such as {@code files}
   */
  default void progress(String phase, long done, long total, String unit) {
    progress(phase, done, total);
  }

  /**
   * Says how to undo what the run has done so far, should the process be asked to stop (Ctrl-C or
   * SIGTERM) before the returned handle is closed. The undo runs once, in another thread, while the
   * run may still be at work; the latest registered runs first; the process ends when all have.
   *
   * <p>Closing the handle is the point after which the run is not undone any more: close it before
   * the first step that must not be undone.
   */
  default Undo onInterrupt(Runnable undo) {
    return () -> {};
  }

  /** What is undone if the process is asked to stop. */
  interface Undo extends AutoCloseable {

    /**
     * Gives the undo up.
     *
     * @throws RunFailedException with {@link ExitCode#INTERRUPTED} if the undo has begun: the run
     *     must not go on
     */
    @Override
    void close();
  }

  /** Shows nothing and is never interrupted. */
  static Console silent() {
    return new Console() {
      @Override
      public void say(String line) {}

      @Override
      public void progress(String phase, long done, long total) {}
    };
  }
}
