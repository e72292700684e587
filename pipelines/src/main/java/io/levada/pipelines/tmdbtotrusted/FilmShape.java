/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbtotrusted;

import io.levada.pipelines.runs.Shape;
import io.levada.pipelines.runs.TimeZoneOption;
import io.levada.pipelines.tmdbtotrusted.TmdbToTrustedOptions.Nested;
import io.levada.rows.ColumnNames;
import io.levada.rows.RowLayout;
import io.levada.transforms.FlattenNested;
import io.levada.transforms.ReadDate;
import io.levada.transforms.SplitDate;
import java.util.List;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Films as the trusted zone has them: with a date that is their partition. */
final class FilmShape implements Shape {

  private static final String PARTITION = "dt";
  private static final String RELEASE_DATE = "release_date";

  private final SplitDate date;
  private final boolean flat;

  private FilmShape(SplitDate date, boolean flat) {
    this.date = date;
    this.flat = flat;
  }

  static FilmShape of(TmdbToTrustedOptions options) {
    SplitDate date =
        SplitDate.of(ColumnNames.safe(options.getDateField()))
            .withDt(PARTITION)
            .withZone(TimeZoneOption.parse(options.getZone()));
    return new FilmShape(date, options.getNested() == Nested.FLATTEN);
  }

  @Override
  public PCollection<Row> apply(PCollection<Row> rows) {
    PCollection<Row> films = rows.apply("Read release date", ReadDate.of(RELEASE_DATE));
    PCollection<Row> shaped = flat ? films.apply("Flatten", FlattenNested.create()) : films;
    return shaped.apply("Split date", date).get(SplitDate.rowsTag());
  }

  @Override
  public RowLayout layout() {
    return RowLayout.none().withPartition(List.of(PARTITION));
  }
}
