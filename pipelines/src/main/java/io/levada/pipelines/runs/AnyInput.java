/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.files.FileHead;
import io.levada.io.files.InputFile;
import io.levada.io.files.InputFiles;
import io.levada.io.files.UnreadableFileException;
import io.levada.io.lake.TableScan;
import io.levada.io.landing.LandingZone;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.AwsAccess;
import io.levada.pipelines.AwsOptions;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.AnyInputOptions.Format;
import io.levada.transforms.EventSchema;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The input of a run that can be of any format: which it is, and where. */
public final class AnyInput {

  private static final String INFER = "infer";
  private static final int LOOKED_AT = 64 * 1024;
  private static final byte BLANK = ' ';

  private final AnyInputOptions options;
  private final TableInput input;
  private final @Nullable LandingZone landing;
  private final Location around;
  private final Format format;

  /**
   * Looks at the input that the options name.
   *
   * @throws UsageException if they contradict each other, or ask for what its format has not
   * @throws RunFailedException if it can't be looked at
   */
  public AnyInput(AnyInputOptions options) {
    this.options = options;
    this.landing = landing(options);
    this.input =
        landing == null
            ? TableInput.of(options.getInput(), options, CatalogTarget.NONE)
            : new TableInput.InFolder(landing.pending());
    checkCatalog();
    Storages storages =
        Storages.withoutStaging().withAws(AwsAccess.of(options.as(AwsOptions.class)));
    try {
      this.around = around(storages);
      this.format = format(storages);
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
    check();
  }

  private Location around(Storages storages) throws IOException {
    if (landing == null && input instanceof TableInput.InFolder) {
      try {
        return InputFiles.around(storages, options.getInput());
      } catch (IllegalArgumentException e) {
        throw new UsageException(
            "Invalid --input: " + options.getInput() + " (" + e.getMessage() + ")");
      }
    }
    Location place = input.location(storages);
    return place.hasParent() ? place.parent() : place;
  }

  private static @Nullable LandingZone landing(AnyInputOptions options) {
    if (options.getLanding() == null) {
      return null;
    }
    if (options.getInput() != null) {
      throw new UsageException("Invalid --input: --landing names the input already (give one)");
    }
    return new LandingZone(LakeTarget.location("--landing", options.getLanding()));
  }

  private void checkCatalog() {
    boolean isRecords = options.getFormat() == Format.JSON || options.getFormat() == Format.CSV;
    if (isRecords && !(input instanceof TableInput.InFolder)) {
      throw new UsageException(
          "Invalid --format: %s (the input is %s, which is a table)"
              .formatted(options.getFormat().name().toLowerCase(Locale.ROOT), input));
    }
  }

  private Format format(Storages storages) throws IOException {
    if (options.getFormat() != Format.AUTO) {
      return options.getFormat();
    }
    return input.isTable(storages) ? Format.PARQUET : formatOfRecords(storages);
  }

  /** That of the first file with content that can be read; otherwise there is nothing to read. */
  private Format formatOfRecords(Storages storages) throws IOException {
    List<InputFile> files =
        landing == null
            ? InputFiles.list(storages, options.getInput())
            : InputFiles.below(storages, landing.pending());
    @Nullable UnreadableFileException unreadable = null;
    for (InputFile file : files) {
      try {
        byte first = firstOf(FileHead.of(storages, file, LOOKED_AT).bytes());
        if (first != BLANK) {
          return first == '{' || first == '[' ? Format.JSON : Format.CSV;
        }
      } catch (UnreadableFileException e) {
        unreadable = unreadable == null ? e : unreadable;
      }
    }
    if (unreadable != null) {
      throw unreadable;
    }
    return Format.JSON;
  }

  /** The first byte that is not blank. */
  private static byte firstOf(byte[] content) {
    for (byte c : content) {
      if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        return c;
      }
    }
    return BLANK;
  }

  private void check() {
    if (format == Format.PARQUET) {
      refuse("--schema", options.getSchema());
      refuse("--typed", options.getTyped());
      return;
    }
    refuse("--where", options.getWhere());
  }

  private void refuse(String option, @Nullable Object value) {
    if (value != null) {
      throw new UsageException(
          "Invalid %s: %s (the input is %s; --format says so if it is something else)"
              .formatted(option, value, formatName()));
    }
  }

  private String formatName() {
    return format.name().toLowerCase(Locale.ROOT);
  }

  /** The folder that all of the input is in, whichever files of it a pattern takes. */
  public Location around() {
    return around;
  }

  /**
   * The schema that the options name a file or a table for, as it says today.
   *
   * @throws RunFailedException if it can't be read
   */
  public Optional<String> givenSchema() {
    Storages storages =
        Storages.withoutStaging().withAws(AwsAccess.of(options.as(AwsOptions.class)));
    try {
      return Optional.ofNullable(RecordSchema.named(storages, options.getSchema()))
          .map(EventSchema::toJson);
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  /** The zone of times that do not tell theirs, and of dates. */
  public ZoneId zone() {
    return TimeZoneOption.parse(options.getZone());
  }

  /**
   * The source of a run that fills a table.
   *
   * @throws UsageException if an option is wrong, or the input overlaps with the table
   */
  public Source source(LakeTarget target) {
    if (format == Format.PARQUET) {
      return table(target);
    }

    if (format == Format.CSV) {
      CsvSource cells = new CsvSource(options);
      cells.checkApartFrom(target);
      return cells;
    }
    if (options.getSchema() == null) {
      options.setSchema(INFER);
    }
    RecordSource records = new RecordSource(options);
    records.checkApartFrom(target);
    return records;
  }

  private Source table(LakeTarget target) {
    TableScan scan = TableScans.of(options.getWhere(), options.getSchemaDrift());
    AwsOptions aws = options.as(AwsOptions.class);
    if (landing == null) {
      return TableSource.of(input, scan, target, AwsAccess.of(aws));
    }
    target.checkApart("--landing", landing.pending());
    target.checkApart("--landing", landing.processed());
    return new TableSource(landing.pending(), scan, AwsAccess.of(aws));
  }

  /**
   * Which of its files are taken, and what becomes of them.
   *
   * @throws UsageException as {@link Intake#of(RecordOptions, LakeTarget)}
   */
  public Intake intake(LakeTarget target) {
    return Intake.of(options, target);
  }
}
