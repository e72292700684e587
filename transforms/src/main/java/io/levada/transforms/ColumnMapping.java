/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnNames;
import io.levada.rows.Envelope;
import java.io.Serializable;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;

/**
 * What columns rows get: those that are named, and behind them, {@linkplain #keepingOthers if it is
 * asked for}, those that are not.
 */
public final class ColumnMapping implements Serializable {

  private final List<MappedColumn> columns;
  private final boolean keepsOthers;
  private final Set<String> dropped;

  /** These columns alone. */
  public static ColumnMapping of(MappedColumn... columns) {
    return of(List.of(columns));
  }

  /**
   * These columns alone.
   *
   * @throws IllegalArgumentException if two differ in case only
   */
  public static ColumnMapping of(List<MappedColumn> columns) {
    return new ColumnMapping(columns, false, Set.of());
  }

  private ColumnMapping(List<MappedColumn> columns, boolean keepsOthers, Set<String> dropped) {
    this.columns = List.copyOf(columns);
    this.keepsOthers = keepsOthers;
    this.dropped = Set.copyOf(dropped);
    Set<String> names = new HashSet<>();
    for (MappedColumn column : this.columns) {
      if (!names.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "Cannot make column " + column.name() + " twice (give one another name)");
      }
    }
  }

  /**
   * Keeps the other columns as they are: all that the rows have, but those that get another name
   * and nothing else, and those that are dropped.
   *
   * @param dropped by the names that people give them
   */
  public ColumnMapping keepingOthers(Set<String> dropped) {
    return new ColumnMapping(columns, true, dropped);
  }

  /** The columns that are made. */
  public List<MappedColumn> columns() {
    return columns;
  }

  /** The names of all columns that the rows must have, as they were given. */
  public Set<String> sources() {
    Set<String> sources = new TreeSet<>(dropped);
    columns.forEach(column -> sources.addAll(column.of().columns()));
    return sources;
  }

  /**
   * All columns that rows of a schema get, in their order.
   *
   * @throws IllegalArgumentException if the rows lack a column, have one beside another of its
   *     name, none would be left, or a type can't be cast
   */
  public List<MappedColumn> columnsOf(Schema input) {
    List<MappedColumn> all = new ArrayList<>(columns);
    if (keepsOthers) {
      all.addAll(others(Envelope.dataOf(input)));
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException("Cannot drop all columns (keep at least one)");
    }
    return all;
  }

  private List<MappedColumn> others(Schema data) {
    List<String> names = data.getFieldNames();
    Set<String> gone = new HashSet<>();
    for (String name : dropped) {
      gone.add(data.getField(new ColumnExpression.Column(name).indexIn(data)).getName());
    }
    for (MappedColumn column : columns) {
      if (column.of() instanceof ColumnExpression.Column source) {
        gone.add(ColumnNames.find(names, source.name()).orElse(source.name()));
      }
    }
    List<MappedColumn> others = new ArrayList<>();
    for (String name : names) {
      if (gone.contains(name)) {
        continue;
      }
      for (MappedColumn column : columns) {
        if (column.name().equalsIgnoreCase(name)) {
          throw new IllegalArgumentException(
              "Cannot make column "
                  + column.name()
                  + ": the rows have one of that name, which is kept (drop it, or give one another"
                  + " name)");
        }
      }
      others.add(MappedColumn.renamed(name, name));
    }
    return others;
  }

  /**
   * The columns of the rows that are made of rows of a schema, all nullable, without an envelope.
   *
   * @throws IllegalArgumentException as {@link #columnsOf}
   */
  public Schema schemaOf(Schema input) {
    Schema.Builder output = Schema.builder();
    for (MappedColumn column : columnsOf(input)) {
      FieldType type = column.of().typeIn(input);
      if (column.type() != null) {
        checkCast(column, type);
        type = column.type().toFieldType();
      }
      output.addField(Field.of(column.name(), type).withNullable(true));
    }
    return output.build();
  }

  private static void checkCast(MappedColumn column, FieldType type) {
    try {
      new ValueCast(type, column.type(), ZoneOffset.UTC);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Cannot cast column "
              + column.name()
              + " to "
              + column.type()
              + ": "
              + e.getMessage()
              + " (give it another type)",
          e);
    }
  }
}
