/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

/** Where a run tells how it gets on. */
public interface Console {

  /** A line that a person wants to see once, such as the schema that was inferred. */
  void say(String line);

  /**
   * How far a phase is; called often, shown as seldom as suits the terminal.
   *
   * @param phase a verb phrase, such as {@code Reading}
   * @param done bytes or files done, may go back
   * @param total of the same unit; 0 if unknown
   */
  void progress(String phase, long done, long total);

  /** Shows nothing. */
  static Console silent() {
    return new Console() {
      @Override
      public void say(String line) {}

      @Override
      public void progress(String phase, long done, long total) {}
    };
  }
}
