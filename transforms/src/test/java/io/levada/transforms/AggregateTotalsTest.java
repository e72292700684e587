/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.nullValue;

import io.levada.rows.ColumnKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AggregateTotalsTest {

  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(ColumnKind.INT16, List.of((short) -7, (short) 300)),
        Arguments.of(ColumnKind.INT32, List.of(-70_000, 3)),
        Arguments.of(ColumnKind.INT64, List.of(Long.MIN_VALUE, 0L)),
        Arguments.of(ColumnKind.FLOAT, List.of(-1.5f, Float.NaN)),
        Arguments.of(ColumnKind.DOUBLE, List.of(-1e300, 1e-300)),
        Arguments.of(ColumnKind.DECIMAL, List.of(new BigDecimal("-1.50"), new BigDecimal("1E+3"))));
  }

  @ParameterizedTest
  @MethodSource("values")
  void keepsTotals(ColumnKind kind, List<Number> leastAndGreatest) throws IOException {
    AggregateTotals totals = new AggregateTotals(column(kind));
    leastAndGreatest.forEach(totals::add);

    AggregateTotals copy = copy(totals, column(kind));

    assertThat(copy.count(), equalTo(2L));
    assertThat(copy.min(), equalTo(leastAndGreatest.get(0)));
    assertThat(copy.max(), equalTo(leastAndGreatest.get(1)));
    assertThat(copy.sum().total(), equalTo(totals.sum().total()));
  }

  @Test
  void keepsTotalsOfNoValue() throws IOException {
    AggregateTotals totals = new AggregateTotals(column(ColumnKind.DECIMAL));
    totals.add(null);

    AggregateTotals copy = copy(totals, column(ColumnKind.DECIMAL));

    assertThat(copy.count(), equalTo(0L));
    assertThat(copy.min(), nullValue());
    assertThat(copy.max(), nullValue());
  }

  @Test
  void needsFewBytesForOrdinaryDoubles() throws IOException {
    AggregateTotals totals = new AggregateTotals(column(ColumnKind.DOUBLE));
    totals.add(1_234.56);
    totals.add(-7_890.12);

    byte[] bytes = bytes(totals);

    assertThat(bytes.length, lessThan(40));
  }

  @Test
  void keepsNoMoreThanIsAskedFor() throws IOException {
    AggregateColumn column = new AggregateColumn(0, ColumnKind.STRING, false, false);
    AggregateTotals totals = new AggregateTotals(column);
    totals.add("a");
    totals.add("b");

    byte[] bytes = bytes(totals);

    assertThat(bytes, equalTo(new byte[] {2}));
  }

  private static AggregateTotals copy(AggregateTotals totals, AggregateColumn column)
      throws IOException {
    AggregateTotals copy = new AggregateTotals(column);
    copy.addFrom(new DataInputStream(new ByteArrayInputStream(bytes(totals))));
    return copy;
  }

  private static byte[] bytes(AggregateTotals totals) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    totals.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static AggregateColumn column(ColumnKind kind) {
    return new AggregateColumn(0, kind, true, true);
  }
}
