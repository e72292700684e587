/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.transforms.AggregateMeasure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A measure as an option names it.
 *
 * @param function one of {@link #functions}
 * @param column the name that was given, or null for all rows
 * @param name the name of what is made, or null for that which it has by default
 */
record MeasureText(String function, @Nullable String column, @Nullable String name) {

  private static final Map<String, Function<String, AggregateMeasure>> FUNCTIONS =
      new LinkedHashMap<>();

  static {
    FUNCTIONS.put("mean", AggregateMeasure::mean);
    FUNCTIONS.put("count", AggregateMeasure::count);
    FUNCTIONS.put("sum", AggregateMeasure::sum);
    FUNCTIONS.put("min", AggregateMeasure::min);
    FUNCTIONS.put("max", AggregateMeasure::max);
  }

  static Set<String> functions() {
    return FUNCTIONS.keySet();
  }

  AggregateMeasure toMeasure() {
    AggregateMeasure measure =
        column == null
            ? AggregateMeasure.rows()
            : FUNCTIONS.get(function).apply(ColumnOption.parse(column));
    return name == null ? measure : measure.as(ColumnOption.parse(name));
  }
}
