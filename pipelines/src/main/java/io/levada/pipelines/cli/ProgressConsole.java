/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import io.levada.pipelines.Console;
import io.levada.pipelines.Sizes;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Progress for people: on a terminal a line that is redrawn at most five times a second, elsewhere
 * a line for each phase at its end and every ten seconds.
 */
final class ProgressConsole implements Console {

  /** How it shows. */
  enum Style {
    /** A bar that is redrawn, in colour. */
    COLOUR_BAR,
    /** A bar that is redrawn. */
    BAR,
    /** Lines, for a log. */
    LINES,
    /** Nothing. */
    QUIET
  }

  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final String BYTES = "bytes";
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final String GREEN = "\u001b[32m";
  private static final String PLAIN = "\u001b[0m";
  private static final int BAR_WIDTH = 24;

  private final PrintStream err;
  private final Style style;
  private final int width;
  private final LongSupplier nanoTime;
  private final Interruption interruption;

  private @Nullable Phase phase;
  private long shownAt;
  private boolean onBarLine;

  ProgressConsole(
      PrintStream err, Style style, int width, LongSupplier nanoTime, Interruption interruption) {
    this.err = err;
    this.style = style;
    this.width = width;
    this.nanoTime = nanoTime;
    this.interruption = interruption;
  }

  @Override
  public synchronized void say(String line) {
    if (style == Style.QUIET || interruption.hasBegun()) {
      return;
    }

    clearBar();
    err.println(line);
    err.flush();
  }

  @Override
  public void progress(String name, long done, long total) {
    progress(name, done, total, BYTES);
  }

  @Override
  public synchronized void progress(String name, long done, long total, String unit) {
    if (style == Style.QUIET || interruption.hasBegun()) {
      return;
    }

    long now = nanoTime.getAsLong();
    if (phase == null || !phase.name.equals(name)) {
      endPhase();
      phase = new Phase(name, unit, now, 0, 0);
      shownAt = style == Style.LINES ? now : now - REDRAW_NANOS;
    }
    phase = new Phase(name, unit, phase.begunAt, done, total);
    if (style == Style.LINES && now - shownAt >= LINE_NANOS) {
      err.println(phase.line(now));
      err.flush();
      shownAt = now;
    }
    if (style != Style.LINES && now - shownAt >= REDRAW_NANOS) {
      draw(now);
      shownAt = now;
    }
  }

  /** Shows the last state of the phase that was shown last. */
  synchronized void finish() {
    if (!interruption.hasBegun()) {
      endPhase();
    }
  }

  /** Forgets the phase: what follows on the terminal begins on a line of its own. */
  synchronized void abandon() {
    clearBar();
    phase = null;
  }

  private void endPhase() {
    if (phase == null) {
      return;
    }

    clearBar();
    err.println(phase.line(nanoTime.getAsLong()));
    err.flush();
    phase = null;
  }

  private void draw(long now) {
    String line = phase.barLine(now);
    String shown = line.length() < width ? line : line.substring(0, Math.max(0, width - 1));
    err.print(CLEAR_LINE + (style == Style.COLOUR_BAR ? coloured(shown) : shown));
    err.flush();
    onBarLine = true;
  }

  private static String coloured(String line) {
    int from = line.indexOf('[') + 1;
    int to = line.indexOf(']');
    return from == 0 || to < from
        ? line
        : line.substring(0, from) + GREEN + line.substring(from, to) + PLAIN + line.substring(to);
  }

  private void clearBar() {
    if (onBarLine) {
      err.print(CLEAR_LINE);
      onBarLine = false;
    }
  }

  @Override
  public Undo onInterrupt(Runnable undo) {
    return interruption.onInterrupt(undo);
  }

  private record Phase(String name, String unit, long begunAt, long done, long total) {

    String line(long now) {
      String percent = total > 0 ? String.format(Locale.ROOT, " %d%%", percent()) : "";
      return name + percent + ", " + amount() + ", " + elapsed(now);
    }

    String barLine(long now) {
      if (total <= 0) {
        return name + "  " + amount() + "  " + elapsed(now);
      }

      int filled = BAR_WIDTH * percent() / 100;
      return String.format(
          Locale.ROOT,
          "%s [%s%s] %3d%%  %s  %s",
          name,
          "#".repeat(filled),
          "-".repeat(BAR_WIDTH - filled),
          percent(),
          amount(),
          elapsed(now));
    }

    private int percent() {
      return (int) Math.max(0, Math.min(100, Math.floor(100.0 * done / total)));
    }

    private String amount() {
      boolean bytes = unit.equals(BYTES);
      String amount = bytes ? Sizes.ofBytes(done) : Sizes.grouped(done);
      String of = total <= 0 ? "" : " of " + (bytes ? Sizes.ofBytes(total) : Sizes.grouped(total));
      return amount + of + (bytes ? "" : " " + unit);
    }

    private String elapsed(long now) {
      long seconds = TimeUnit.NANOSECONDS.toSeconds(now - begunAt);
      return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
    }
  }
}
