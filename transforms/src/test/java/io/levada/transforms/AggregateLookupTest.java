/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.sameInstance;

import io.levada.rows.RowCodec;
import io.levada.rows.RowLayout;
import java.math.BigDecimal;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;

class AggregateLookupTest {

  /** More than the lookup knows at a time. */
  private static final int MANY = 40_000;

  @Test
  void givesTheGroupOfEqualValues() {
    AggregateLookup lookup = lookup(FieldType.STRING);

    AggregateGroup group = lookup.get(row("a"));

    assertThat(lookup.get(row(String.valueOf(new char[] {'a'}))), sameInstance(group));
    assertThat(lookup.get(row("b")), not(sameInstance(group)));
  }

  @Test
  void givesTheGroupOfValuesWithEqualBytes() {
    assertOneGroup(FieldType.DOUBLE, 0.0, -0.0);
    assertOneGroup(FieldType.DECIMAL, new BigDecimal("1.0"), new BigDecimal("1.00"));
    assertOneGroup(FieldType.BYTES, new byte[] {1, 2}, new byte[] {1, 2});
    assertOneGroup(FieldType.DOUBLE, Double.NaN, Double.longBitsToDouble(0x7ff8_0000_0000_0001L));
  }

  @Test
  void tellsNullsFromValues() {
    AggregateLookup lookup = lookup(FieldType.INT32.withNullable(true));

    AggregateGroup ofNull = lookup.get(row(null));

    assertThat(lookup.get(row(0)), not(sameInstance(ofNull)));
    assertThat(lookup.get(row(null)), sameInstance(ofNull));
    assertThat(lookup.groups().size(), equalTo(2));
  }

  @Test
  void givesEachOfManyGroupsTwice() {
    AggregateLookup lookup = lookup(FieldType.INT32);
    AggregateGroup[] groups = new AggregateGroup[MANY];
    for (int i = 0; i < MANY; i++) {
      groups[i] = lookup.get(row(i));
    }

    for (int i = 0; i < MANY; i++) {
      assertThat(lookup.get(row(i)), sameInstance(groups[i]));
    }
    assertThat(lookup.groups().size(), equalTo(MANY));
  }

  private static void assertOneGroup(FieldType type, Object value, Object other) {
    AggregateLookup lookup = lookup(type);

    AggregateGroup group = lookup.get(row(value));

    assertThat(lookup.get(row(other)), sameInstance(group));
  }

  private static AggregateLookup lookup(FieldType type) {
    Schema schema = Schema.builder().addField("group", type).build();
    RowCodec codec = RowCodec.of(schema, RowLayout.none().withKey(List.of("group")));
    return new AggregateLookup(codec, new AggregateGroups(List.of()));
  }

  private static @Nullable Object[] row(@Nullable Object group) {
    return new Object[] {group};
  }
}
