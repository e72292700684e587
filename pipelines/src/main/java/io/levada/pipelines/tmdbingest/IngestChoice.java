/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.RejectLimit;
import io.levada.pipelines.tmdbingest.TmdbIngestOptions.Collected;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a run takes.
 *
 * @param pages how many at most
 * @param genres which films are kept
 * @param date the collection date that was asked for, or null
 * @param collected what becomes of the run if it is there already
 * @param rejects how many films may be rejected
 */
record IngestChoice(
    int pages,
    GenreChoice genres,
    @Nullable LocalDate date,
    Collected collected,
    RejectLimit rejects) {

  /** TMDB lists no more. */
  static final int ALL_PAGES = 500;

  /**
   * The choice of the options.
   *
   * @throws UsageException if one is wrong
   */
  static IngestChoice of(TmdbIngestOptions options) {
    return new IngestChoice(
        pages(options.getPages()),
        GenreChoice.of(options.getGenres()),
        date(options.getCollectionDate()),
        options.getCollected(),
        new RejectLimit(options.getMaxRejects(), options.getMaxRejectRatio()));
  }

  private static int pages(String text) {
    if (text.equals("all")) {
      return ALL_PAGES;
    }
    if (text.matches("\\d{1,3}")) {
      int pages = Integer.parseInt(text);
      if (pages >= 1 && pages <= ALL_PAGES) {
        return pages;
      }
    }
    throw new UsageException(
        "Invalid --pages: " + text + " (expected 1 to " + ALL_PAGES + ", or all)");
  }

  private static @Nullable LocalDate date(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      LocalDate date = LocalDate.parse(text);
      if (date.getYear() >= 1 && date.getYear() <= 9999) {
        return date;
      }
    } catch (DateTimeException e) {
      throw invalidDate(text);
    }
    throw invalidDate(text);
  }

  private static UsageException invalidDate(String text) {
    return new UsageException(
        "Invalid --collectionDate: " + text + " (expected a date such as 2026-03-01)");
  }
}
