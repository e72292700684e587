/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.rows.AnyTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

class RoundTripPropertyTest {

  private Path folder;

  @BeforeTry
  void begin() throws IOException {
    folder = Files.createTempDirectory("levada");
  }

  @AfterTry
  void end() throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  @Property(tries = 500, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void readsFromAFileWhatItHasWrittenThere(@ForAll("tables") AnyTable table) throws IOException {
    Location lake = Location.of(folder.toString());
    Storages storages = Storages.stagingIn(lake.child("staging"));
    ParquetFiles.write(
        storages, lake.child("table/f.parquet"), FileFormat.DEFAULT, table.schema(), table.rows());

    LakeTable read = LakeTable.list(storages, lake.child("table"));

    assertThat(read.schema(), equalTo(table.schema()));
    assertThat(LakeIO.read(storages, read).sample(1, Integer.MAX_VALUE), equalTo(table.rows()));
  }

  @Property(tries = 15, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void readsFromATableWhatItHasPublishedThere(@ForAll("partitioned") AnyTable table)
      throws IOException {
    new TableOnDisk(folder.resolve("table"))
        .write(table.schema(), table.rows(), "part")
        .assertHolds(table.schema(), table.rows());
  }

  @Provide
  Arbitrary<AnyTable> tables() {
    return AnyTable.inFiles();
  }

  /** With rows, since a table without files has no columns, and a last column of any text. */
  @Provide
  Arbitrary<AnyTable> partitioned() {
    return tables()
        .filter(table -> !table.rows().isEmpty())
        .flatMap(RoundTripPropertyTest::partitioned);
  }

  private static Arbitrary<AnyTable> partitioned(AnyTable table) {
    Schema schema =
        Schema.builder()
            .addFields(table.schema().getFields())
            .addNullableField("part", FieldType.STRING)
            .build();
    return AnyTable.texts(20)
        .list()
        .ofSize(table.rows().size())
        .map(
            parts -> {
              List<Row> rows = new ArrayList<>();
              for (Row row : table.rows()) {
                String part = parts.get(rows.size());
                rows.add(
                    Row.withSchema(schema)
                        .addValues(row.getValues())
                        .addValue(part.isEmpty() ? null : part)
                        .build());
              }
              return new AnyTable(schema, rows);
            });
  }
}
