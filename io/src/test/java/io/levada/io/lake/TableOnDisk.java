/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.Storages;
import io.levada.rows.ValueText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptors;

/** A table in a local folder, written and read as a run does it, by pipelines of its own. */
public final class TableOnDisk {

  private final Path folder;
  private final Storages storages;
  private final Location location;

  /** A table in the folder, which need not be there. */
  public TableOnDisk(Path folder) {
    this.folder = folder;
    this.location = Location.of(folder.toString());
    this.storages = Storages.stagingIn(home().child("staging"));
  }

  private Location home() {
    return location.parent().child("_levada").child(location.name());
  }

  public Path folder() {
    return folder;
  }

  /** Writes the rows and publishes them. */
  public TableOnDisk write(Schema schema, List<Row> rows, String... partition) throws IOException {
    StagingArea area = new StagingArea(storages, location, home().child("runs/run-1"), "run-1");
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply("Rows", Create.of(rows).withRowSchema(schema))
        .apply("Write", LakeIO.write(area).withPartition(List.of(partition)));
    pipeline.run().waitUntilFinish();

    List<StagedFile> staged = new ArrayList<>();
    for (DataFile file : Manifest.read(area).files()) {
      staged.add(area.staged(file));
    }
    storages.of(location).complete(staged);
    return this;
  }

  /** Has the table read and its columns and rows compared, these in any order. */
  public void assertHolds(Schema schema, List<Row> rows) throws IOException {
    LakeTable table = LakeTable.list(storages, location);
    assertThat(table.schema(), equalTo(schema));

    Pipeline pipeline = Pipeline.create();
    PAssert.that(
            pipeline
                .apply("Read", LakeIO.read(storages, table))
                .apply("Say", MapElements.into(TypeDescriptors.strings()).via(ValueText::of)))
        .containsInAnyOrder(rows.stream().map(ValueText::of).toList());
    pipeline.run().waitUntilFinish();
  }
}
