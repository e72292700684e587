/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A condition on partition columns, as SQL has it. */
sealed interface PartitionCondition extends Serializable {

  /** What the condition can come out as, given the values that are known. */
  Outcomes evaluate(Known known);

  /** Visits each comparison and null test. */
  void forEachTest(Consumer<Test> visitor);

  /** A condition on one column. */
  sealed interface Test extends PartitionCondition {
    Column column();

    @Override
    default void forEachTest(Consumer<Test> visitor) {
      visitor.accept(this);
    }
  }

  /**
   * The values of partition columns that are known; the others may have any.
   *
   * @param types by the columns' names in lower case, {@code string} where there is none
   * @param values by the columns' names in lower case, null for the default partition
   */
  record Known(Map<String, FieldType> types, Map<String, @Nullable String> values) {

    boolean has(Column column) {
      return values.containsKey(column.key());
    }

    @Nullable String value(Column column) {
      return values.get(column.key());
    }

    FieldType type(Column column) {
      return types.getOrDefault(column.key(), FieldType.STRING);
    }
  }

  /**
   * A column by its name.
   *
   * @param position where the name stands in the text, from 1; 0 if there is no text
   */
  record Column(String name, int position) implements Serializable {

    /** What columns are matched by, without regard to case. */
    String key() {
      return name.toLowerCase(Locale.ROOT);
    }
  }

  /** A value as it was written. */
  record Literal(Kind kind, String text, int position) implements Serializable {

    enum Kind {
      TEXT,
      NUMBER,
      BOOLEAN,
      NULL
    }
  }

  /** How two values compare. */
  enum Operator {
    EQUAL("="),
    NOT_EQUAL("<>"),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">=");

    private final String sign;

    Operator(String sign) {
      this.sign = sign;
    }

    /** The operator that says the same with its sides exchanged. */
    Operator flipped() {
      return switch (this) {
        case EQUAL, NOT_EQUAL -> this;
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      };
    }

    /** The operator that holds where this one does not. */
    Operator negated() {
      return switch (this) {
        case EQUAL -> NOT_EQUAL;
        case NOT_EQUAL -> EQUAL;
        case LESS -> GREATER_OR_EQUAL;
        case LESS_OR_EQUAL -> GREATER;
        case GREATER -> LESS_OR_EQUAL;
        case GREATER_OR_EQUAL -> LESS;
      };
    }

    boolean holds(int comparison) {
      return switch (this) {
        case EQUAL -> comparison == 0;
        case NOT_EQUAL -> comparison != 0;
        case LESS -> comparison < 0;
        case LESS_OR_EQUAL -> comparison <= 0;
        case GREATER -> comparison > 0;
        case GREATER_OR_EQUAL -> comparison >= 0;
      };
    }

    @Override
    public String toString() {
      return sign;
    }
  }

  /** {@code column operator literal}. */
  record Comparison(Column column, Operator operator, Literal literal) implements Test {

    @Override
    public Outcomes evaluate(Known known) {
      if (literal.kind() == Literal.Kind.NULL) {
        return Outcomes.NULL;
      }
      if (!known.has(column)) {
        return Outcomes.ANY;
      }

      String value = known.value(column);
      return value == null
          ? Outcomes.NULL
          : Outcomes.of(
              operator.holds(PartitionType.compare(known.type(column), value, literal.text())));
    }
  }

  /** {@code column is null}. */
  record IsNull(Column column) implements Test {

    @Override
    public Outcomes evaluate(Known known) {
      return known.has(column) ? Outcomes.of(known.value(column) == null) : Outcomes.TRUE_OR_FALSE;
    }
  }

  /** All of the conditions. */
  record And(List<PartitionCondition> all) implements PartitionCondition {

    @Override
    public Outcomes evaluate(Known known) {
      Outcomes outcomes = Outcomes.TRUE;
      for (PartitionCondition condition : all) {
        outcomes = outcomes.and(condition.evaluate(known));
      }
      return outcomes;
    }

    @Override
    public void forEachTest(Consumer<Test> visitor) {
      all.forEach(condition -> condition.forEachTest(visitor));
    }
  }

  /** Any of the conditions. */
  record Or(List<PartitionCondition> any) implements PartitionCondition {

    @Override
    public Outcomes evaluate(Known known) {
      Outcomes outcomes = Outcomes.FALSE;
      for (PartitionCondition condition : any) {
        outcomes = outcomes.or(condition.evaluate(known));
      }
      return outcomes;
    }

    @Override
    public void forEachTest(Consumer<Test> visitor) {
      any.forEach(condition -> condition.forEachTest(visitor));
    }
  }

  /** The contrary of a condition; null stays null. */
  record Not(PartitionCondition condition) implements PartitionCondition {

    @Override
    public Outcomes evaluate(Known known) {
      return condition.evaluate(known).negated();
    }

    @Override
    public void forEachTest(Consumer<Test> visitor) {
      condition.forEachTest(visitor);
    }
  }
}
