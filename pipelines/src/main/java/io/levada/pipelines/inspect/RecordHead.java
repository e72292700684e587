/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.inspect;

import io.levada.io.files.FirstRecords;
import io.levada.io.files.InputFile;
import io.levada.io.storage.Storages;
import io.levada.pipelines.Sizes;
import io.levada.rows.RecordBlock;
import io.levada.transforms.EventField;
import io.levada.transforms.EventSchema;
import io.levada.transforms.InferSchema;
import io.levada.transforms.ParseEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The first of files of records, with the schema that they have. */
final class RecordHead {

  /** Enough to see most members and their types. */
  private static final int LOOKED_AT = 1000;

  private RecordHead() {}

  static String of(
      Storages storages, List<InputFile> files, @Nullable List<String> columns, int maxRows)
      throws IOException {
    List<RecordBlock> blocks = FirstRecords.of(storages, files, Math.max(LOOKED_AT, maxRows));
    long records = blocks.stream().mapToInt(RecordBlock::recordCount).sum();
    EventSchema schema = chosen(InferSchema.create().preview(blocks), columns);
    ParseEvents.Preview preview = ParseEvents.of(schema).preview(blocks);

    RowsText text = new RowsText(schema.toRowSchema());
    for (EventField field : schema.fields()) {
      String remark = field.name().equals(field.source()) ? "" : "from '" + field.source() + "'";
      text.describe(field.name(), field.type().toString(), remark);
    }
    int shown = Math.min(maxRows, preview.rows().size());
    StringBuilder head = new StringBuilder();
    if (!schema.fields().isEmpty()) {
      head.append(text.of(preview.rows().subList(0, shown))).append('\n');
    }
    head.append(Sizes.counted(shown, "row"))
        .append("; columns and types of the first ")
        .append(Sizes.counted(records, "record"))
        .append(" of ")
        .append(Sizes.counted(files.size(), "file"))
        .append('\n');
    preview
        .rejects()
        .forEach(
            (reason, count) ->
                head.append(Sizes.counted(count, "record"))
                    .append(" of them can't be taken: ")
                    .append(reason)
                    .append('\n'));
    return head.toString();
  }

  private static EventSchema chosen(EventSchema schema, @Nullable List<String> columns) {
    if (columns == null) {
      return schema;
    }

    List<EventField> fields = new ArrayList<>();
    for (String column : columns) {
      fields.add(
          schema.fields().stream()
              .filter(field -> field.name().equals(column) || field.source().equals(column))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "Cannot show column "
                              + column
                              + ": the records have no such member (they have "
                              + String.join(
                                  ", ", schema.fields().stream().map(EventField::source).toList())
                              + ")")));
    }
    return EventSchema.of(fields);
  }
}
