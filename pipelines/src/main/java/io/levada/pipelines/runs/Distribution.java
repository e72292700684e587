/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.pipelines.UsageException;
import io.levada.rows.RowLayout;
import io.levada.rows.SlotStep;
import io.levada.transforms.AddEventType;
import io.levada.transforms.DedupByKey;
import io.levada.transforms.SplitDate;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Events as the trusted zone has them: with type and date, without duplicates, partitioned. */
public final class Distribution implements Shape {

  private static final int DATE_LENGTH = "yyyy-MM-dd".length();
  private static final long SECONDS_PER_DAY = 86_400;

  /** Where epochs become milliseconds, as {@link SplitDate} reads them. */
  private static final long FIRST_EPOCH_MILLIS = 100_000_000_000L;

  private final AddEventType addType;
  private final SplitDate splitDate;
  private final DedupByKey dedup;
  private final RowLayout layout;
  private final List<String> colocationSources;
  private final String timestampField;

  /**
   * The distribution that the options describe.
   *
   * @throws UsageException if they contradict each other
   */
  public static Distribution of(DistributionOptions options, String zone) {
    return new Distribution(options, TimeZoneOption.parse(zone));
  }

  private Distribution(DistributionOptions options, ZoneId zone) {
    this.timestampField = ColumnOption.parse(options.getTimestampField());
    List<String> typeFields = ColumnOption.parse(options.getTypeFields());
    List<String> dateColumns = ColumnOption.parse(options.getDateColumns());
    List<String> key = ColumnOption.parse(options.getKeyFields());
    String typeColumn = ColumnOption.parse(options.getTypeColumn());
    boolean deduped = !ColumnOption.isNone(key);
    List<String> partition = partition(options, typeColumn, dateColumns);

    this.addType =
        AddEventType.create()
            .withColumns(typeFields)
            .withSeparator(options.getTypeSeparator())
            .withOutput(typeColumn);
    this.splitDate = splitDate(timestampField, dateColumns).withZone(zone);
    this.dedup = deduped ? dedup(key, options) : null;
    List<String> keyColumns = deduped ? key : List.of();
    this.layout =
        RowLayout.none()
            .withPartition(partition)
            .withKey(keyColumns)
            .withColocation(
                colocation(
                    partition, keyColumns, typeColumn, typeFields, timestampField, dateColumns));
    this.colocationSources = colocationSources(typeColumn, typeFields, timestampField, dateColumns);
  }

  private static List<String> partition(
      DistributionOptions options, String typeColumn, List<String> dateColumns) {
    if (options.getPartitionFields() != null) {
      List<String> partition = ColumnOption.parse(options.getPartitionFields());
      return ColumnOption.isNone(partition) ? List.of() : partition;
    }

    List<String> partition = new ArrayList<>(List.of(typeColumn));
    partition.addAll(dateColumns);
    return partition;
  }

  private static SplitDate splitDate(String timestampField, List<String> dateColumns) {
    SplitDate split = SplitDate.of(timestampField);
    return switch (dateColumns.size()) {
      case 1 -> split.withDt(dateColumns.get(0));
      case 3 -> split.withNames(dateColumns.get(0), dateColumns.get(1), dateColumns.get(2));
      default ->
          throw new UsageException(
              "Invalid --dateColumns: "
                  + String.join(",", dateColumns)
                  + " (expected three names for year, month and day, or one for the date)");
    };
  }

  private static DedupByKey dedup(List<String> key, DistributionOptions options) {
    DedupByKey dedup = DedupByKey.of(key);
    if (options.getKeep() == DistributionOptions.Keep.ANY) {
      return dedup;
    }
    if (options.getOrderField() == null) {
      throw new UsageException(
          "Missing --orderField: --keep=earliest and --keep=latest need a column to order by");
    }

    String order = ColumnOption.parse(options.getOrderField());
    return options.getKeep() == DistributionOptions.Keep.EARLIEST
        ? dedup.keepEarliest(order)
        : dedup.keepLatest(order);
  }

  /**
   * The partition columns in which rows of one key are bound to agree: those of the key, and those
   * that are made of key columns alone.
   */
  private static List<String> colocation(
      List<String> partition,
      List<String> key,
      String typeColumn,
      List<String> typeFields,
      String timestampField,
      List<String> dateColumns) {
    Set<String> derived = new HashSet<>(key);
    if (key.containsAll(typeFields)) {
      derived.add(typeColumn);
    }
    if (key.contains(timestampField)) {
      derived.addAll(dateColumns);
    }
    return key.isEmpty() ? List.of() : partition.stream().filter(derived::contains).toList();
  }

  /** The columns, there before the transforms, whose values tell the co-locations apart. */
  private List<String> colocationSources(
      String typeColumn, List<String> typeFields, String timestampField, List<String> dateColumns) {
    List<String> sources = new ArrayList<>();
    for (String column : layout.colocation()) {
      if (column.equals(typeColumn)) {
        sources.addAll(typeFields);
      } else {
        sources.add(dateColumns.contains(column) ? timestampField : column);
      }
    }
    return sources.stream().distinct().toList();
  }

  @Override
  public PCollection<Row> apply(PCollection<Row> rows) {
    return rows.apply("Add event type", addType)
        .apply("Split date", splitDate)
        .get(SplitDate.rowsTag());
  }

  @Override
  public RowLayout layout() {
    return layout;
  }

  @Override
  public SlotStep step() {
    return dedup == null ? SlotStep.keepAll() : dedup.step();
  }

  @Override
  public long colocations(List<Row> sample) {
    if (colocationSources.isEmpty()) {
      return 0;
    }

    Set<List<Object>> seen = new HashSet<>();
    for (Row row : sample) {
      List<Object> values = new ArrayList<>();
      for (String column : colocationSources) {
        Object value = row.getValue(column);
        values.add(column.equals(timestampField) ? day(value) : value);
      }
      seen.add(values);
    }
    return Math.max(1, seen.size());
  }

  /**
   * A time by about its day, which is what co-locates it: an instant, an epoch, or text that begins
   * with a date.
   */
  private static Object day(Object value) {
    if (value instanceof Instant instant) {
      return instant.truncatedTo(ChronoUnit.DAYS);
    }
    if (value instanceof Long number) {
      boolean seconds = Math.abs(number) < FIRST_EPOCH_MILLIS;
      return Math.floorDiv(number, seconds ? SECONDS_PER_DAY : 1_000 * SECONDS_PER_DAY);
    }
    if (value instanceof String text && text.length() > DATE_LENGTH) {
      return text.substring(0, DATE_LENGTH);
    }

    return value;
  }
}
