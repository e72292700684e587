/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.google.auto.value.AutoValue;
import io.levada.rows.ColumnKind;
import io.levada.rows.Envelope;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Appends one string column that joins others: {@code domain_event_type}, which is {@code domain}
 * and {@code event_type} with a hyphen between them, or as the settings say.
 *
 * <pre>{@code
 * PCollection<Row> typed =
 *     rows.apply("Add event type", AddEventType.create());
 * // {domain: "orders", event_type: "created"} gets domain_event_type: "orders-created"
 * }</pre>
 *
 * <p>As SQL's {@code concat_ws}: nulls are skipped together with their separator, empty strings are
 * not, and where all are null the result is the empty string, never null. Columns may be of any
 * type but bytes: numbers are written in decimal, dates and timestamps in ISO-8601 and UTC.
 *
 * <p>The rows may be bounded or not, of any schema and in any windows; order, timestamps and
 * windows stay as they are. In an {@link Envelope} a row with a note passes, with a null appended.
 */
@AutoValue
@SuppressWarnings("AutoValueImmutableFields") // its remedy is a type of Guava; the lists are copies
public abstract class AddEventType extends PTransform<PCollection<Row>, PCollection<Row>> {

  abstract List<String> columns();

  abstract String separator();

  abstract String output();

  abstract Builder toBuilder();

  @AutoValue.Builder
  abstract static class Builder {
    abstract Builder setColumns(List<String> columns);

    abstract Builder setSeparator(String separator);

    abstract Builder setOutput(String output);

    abstract AddEventType build();
  }

  public static AddEventType create() {
    return new AutoValue_AddEventType.Builder()
        .setColumns(List.of("domain", "event_type"))
        .setSeparator("-")
        .setOutput("domain_event_type")
        .build();
  }

  /**
   * The columns to join, in their order; {@code domain, event_type} by default.
   *
   * @throws IllegalArgumentException if there is none
   */
  public AddEventType withColumns(List<String> columns) {
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("Cannot join no columns (name at least one)");
    }

    return toBuilder().setColumns(List.copyOf(columns)).build();
  }

  /** As {@link #withColumns(List)}. */
  public AddEventType withColumns(String... columns) {
    return withColumns(List.of(columns));
  }

  /** What stands between two values; a hyphen by default. It may be empty. */
  public AddEventType withSeparator(String separator) {
    return toBuilder().setSeparator(separator).build();
  }

  /** The name of the new column; {@code domain_event_type} by default. */
  public AddEventType withOutput(String output) {
    return toBuilder().setOutput(output).build();
  }

  /**
   * @throws IllegalArgumentException if the rows lack a column, have one of the new name, or a
   *     column is of a type that has no plain text form
   */
  @Override
  public PCollection<Row> expand(PCollection<Row> rows) {
    Schema input = rows.getSchema();
    boolean enveloped = Envelope.isIn(input);
    AppendedColumns appended =
        new AppendedColumns(
            input, List.of(Field.of(output(), FieldType.STRING).withNullable(enveloped)));
    for (String column : columns()) {
      checkHasText(input.getField(AppendedColumns.indexOf(input, column)));
    }
    return rows.apply("Join columns", ParDo.of(new JoinFn(this, input)))
        .setRowSchema(appended.schema());
  }

  private static void checkHasText(Field field) {
    ColumnKind kind = ColumnKind.of(field.getType());
    if (kind == ColumnKind.BYTES || kind == ColumnKind.NESTED) {
      throw new IllegalArgumentException(
          "Cannot join column "
              + field.getName()
              + ": bytes, lists, maps and structs have no plain text form");
    }
  }

  static final class JoinFn extends DoFn<Row, Row> {

    /**
     * Joined values seen lately: event types are few, and making their string is most of the work.
     */
    private static final int SLOTS = 64;

    private static final int MAX_CACHED_LENGTH = 256;

    private final AddEventType settings;
    private final Schema input;
    private transient boolean enveloped;
    private transient AppendedColumns appended;
    private transient Schema output;
    private transient int[] indexes;
    private transient Object[] parts;
    private transient Joined[] cache;

    JoinFn(AddEventType settings, Schema input) {
      this.settings = settings;
      this.input = input;
    }

    @Setup
    public void setup() {
      enveloped = Envelope.isIn(input);
      appended =
          new AppendedColumns(
              input,
              List.of(Field.of(settings.output(), FieldType.STRING).withNullable(enveloped)));
      output = appended.schema();
      indexes = settings.columns().stream().mapToInt(input::indexOf).toArray();
      parts = new Object[indexes.length];
      cache = new Joined[SLOTS];
    }

    /** Takes the context, since an OutputReceiver builds each windowed value twice. */
    @ProcessElement
    public void process(ProcessContext context) {
      Object[] values = appended.widen(context.element());
      if (!enveloped || values[Envelope.NOTE] == null) {
        values[values.length - 1] = join(values);
      }
      context.output(AppendedColumns.toRow(output, values));
    }

    private String join(Object[] values) {
      for (int i = 0; i < indexes.length; i++) {
        parts[i] = values[indexes[i]];
      }
      int hash = Arrays.hashCode(parts);
      int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
      @Nullable Joined last = cache[slot];
      if (last != null && Arrays.equals(last.parts(), parts)) {
        return last.text();
      }

      String text = concatenate();
      if (text.length() <= MAX_CACHED_LENGTH) {
        cache[slot] = new Joined(parts.clone(), text);
      }
      return text;
    }

    private String concatenate() {
      StringBuilder text = new StringBuilder();
      boolean first = true;
      for (Object part : parts) {
        if (part != null) {
          if (!first) {
            text.append(settings.separator());
          }
          text.append(PlainText.of(part));
          first = false;
        }
      }
      return text.toString();
    }
  }

  private record Joined(Object[] parts, String text) {}
}
