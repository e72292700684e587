/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

/** How a command ends, as a part of its interface. */
public enum ExitCode {
  /** Done; that there was nothing to do is done as well. */
  DONE(0),
  /** Failed, nothing is published. */
  FAILED(1),
  /** The command or its options are wrong; nothing was done. */
  USAGE(2),
  /** More rejects than allowed, nothing is published. */
  TOO_MANY_REJECTS(3),
  /** Rows read, written, dropped and rejected do not add up; nothing is published. */
  NOT_CONSERVED(4),
  /** Another run holds the lock. */
  LOCKED(5),
  /** Failed after the run was prepared: the next start finishes it. */
  UNFINISHED(6),
  /** Ctrl-C; the run was undone, or if it was being published, the next start finishes it. */
  INTERRUPTED(130),
  /** Asked to stop by SIGTERM; as with Ctrl-C. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
