/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.lake.TableScan;
import io.levada.pipelines.UsageException;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregationTest {

  @Test
  void readsTheColumnsThatItNeeds() {
    assertThat(columns(), containsInAnyOrder("idade", "ativo", "ano", "mes", "salario"));
  }

  @Test
  void readsAColumnOnceWhateverItsCase() {
    assertThat(
        columns("--groupFields=Ano", "--measures=sum(ano), max(SALARIO)", "--partitionFields=none"),
        containsInAnyOrder("Ano", "SALARIO"));
  }

  @Test
  void readsNoColumnToCountRows() {
    assertThat(
        columns("--groupFields=none", "--measures=count(*)", "--partitionFields=none"), empty());
  }

  @Test
  void partitionsByGroupColumnsInTheOrderAsked() {
    assertThat(
        aggregation("--partitionFields=mes,Ativo").layout().partition(), contains("mes", "ativo"));
  }

  @Test
  void leavesTheTableUnpartitionedIfAsked() {
    assertThat(aggregation("--partitionFields=none").layout().partition(), empty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nome    | nome is no group column (take some of --groupFields=idade,ativo,ano,mes, or none)",
        "ano,Ano | ano is named twice",
      })
  void refusesPartitions(String partitionFields, String message) {
    UsageException thrown =
        assertThrows(
            UsageException.class, () -> aggregation("--partitionFields=" + partitionFields));

    assertThat(thrown.getMessage(), equalTo("Invalid --partitionFields: " + message));
  }

  private static List<String> columns(String... args) {
    return aggregation(args).narrow(TableScan.all()).columns();
  }

  private static Aggregation aggregation(String... args) {
    return Aggregation.of(PipelineOptionsFactory.fromArgs(args).as(AggregationOptions.class));
  }
}
