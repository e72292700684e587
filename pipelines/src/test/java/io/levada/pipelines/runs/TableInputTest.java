/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.instanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.catalog.CatalogReference;
import io.levada.io.storage.Location;
import io.levada.pipelines.UsageException;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableInputTest {

  @ParameterizedTest
  @CsvSource({
    ", none, local",
    ", glue, glue",
    "glue:123456789012, none, glue:123456789012",
    "glue, local:/lake/catalog, glue",
    "local:/lake/catalog, glue, local:/lake/catalog"
  })
  void isInTheCatalogThatIsAskedForOrThatOfTheOutput(String asked, String output, String catalog) {
    TableInput.InCatalog input =
        (TableInput.InCatalog) input("catalog:Silver.People", asked, output);

    assertThat(input.catalog().toString(), equalTo(CatalogReference.parse(catalog).toString()));
    assertThat(input.toString(), equalTo("catalog:silver.people"));
  }

  @Test
  void isAFolderOtherwise() {
    assertThat(
        input("s3://lake/silver", null, "glue"),
        equalTo(new TableInput.InFolder(Location.of("s3://lake/silver"))));
    assertThat(input("./catalog:a.b", null, "glue"), instanceOf(TableInput.InFolder.class));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lake/silver | glue | Invalid --inputCatalog: glue (the --input is a folder; one of a catalog"
            + " is catalog:<database>.<table>)",
        "catalog:a.b | hive | Invalid --inputCatalog: 'hive' is no catalog (take glue, local or"
            + " local:<folder>)",
        "catalog:ab  | glue | Invalid --input: catalog:ab: 'ab' has no dot (give database.table)",
        "catalog:a.b.c | glue | Invalid --input: catalog:a.b.c: 'b.c' is no name of a table (take 1 to"
            + " 255 letters, digits and underscores)"
      })
  void saysWhatIsWrongWithIt(String input, String catalog, String message) {
    assertThat(
        assertThrows(UsageException.class, () -> input(input, catalog, "none")).getMessage(),
        equalTo(message));
  }

  @Test
  void isNotEmptiedIfACatalogShowsIt() {
    assertThat(
        assertThrows(UsageException.class, () -> input("catalog:a.b", null, "none").folderToEmpty())
            .getMessage(),
        equalTo(
            "Invalid --emptyInput: the input is catalog:a.b, and the catalog would go on showing"
                + " partitions without files (read the table's folder to empty it)"));
  }

  private static TableInput input(String input, @Nullable String asked, String output) {
    TableInputOptions options = PipelineOptionsFactory.create().as(TableInputOptions.class);
    options.setInputCatalog(asked);
    return TableInput.of(input, options, output);
  }
}
