/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Note;
import io.levada.rows.RowBlock;
import io.levada.rows.RowCodec;
import io.levada.rows.RowFold;
import java.util.List;
import java.util.function.BiConsumer;

/** Adds up groups where their rows are read. */
final class AggregateFold implements RowFold {

  private final RowCodec groupCodec;
  private final int[] groupFields;
  private final List<AggregateColumn> columns;

  /**
   * @param groupCodec codes the group columns alone
   * @param groupFields where in a row, without an envelope, the codec's columns are
   */
  AggregateFold(RowCodec groupCodec, int[] groupFields, List<AggregateColumn> columns) {
    this.groupCodec = groupCodec;
    this.groupFields = groupFields;
    this.columns = List.copyOf(columns);
  }

  @Override
  public Part begin() {
    return new GroupsOfPart();
  }

  private final class GroupsOfPart implements Part {
    private final int[] fields = columns.stream().mapToInt(AggregateColumn::field).toArray();
    private AggregateLookup lookup = newLookup();

    private AggregateLookup newLookup() {
      return new AggregateLookup(groupCodec, new AggregateGroups(columns));
    }

    @Override
    public void add(RowBlock rows) {
      Object[] group = new Object[groupFields.length];
      for (int row = 0; row < rows.size(); row++) {
        for (int i = 0; i < group.length; i++) {
          group[i] = rows.value(groupFields[i], row);
        }
        AggregateGroup found = lookup.get(group);
        found.add(rows.file(), rows.offset(row));
        for (int i = 0; i < fields.length; i++) {
          found.totals(i).add(rows.value(fields[i], row));
        }
      }
    }

    @Override
    public void add(Note note) {
      lookup.groups().addNote(note.encode());
    }

    @Override
    public boolean isFull() {
      return lookup.groups().isFull();
    }

    @Override
    public void give(BiConsumer<Integer, byte[]> output) {
      AggregateGroups groups = lookup.groups();
      lookup = newLookup();
      groups.forEachChunk(output);
    }
  }
}
