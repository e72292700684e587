/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.pipelines.runs.AnyInputOptions;
import io.levada.pipelines.runs.DynamoOptions;
import io.levada.pipelines.runs.LakeCopyOptions;
import org.apache.beam.sdk.options.Description;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Options of {@code to-dynamodb}. */
public interface ToDynamoDbOptions extends AnyInputOptions, DynamoOptions, LakeCopyOptions {

  @Description(
      "What the attributes of items are made of: source:target:type, separated by commas, or a"
          + " .yaml file that says more (docs/dynamodb.md). By default all columns, under their"
          + " names and by their types. Example: id:pk:S,nome:name,join('#', estado,"
          + " cidade):sk:S,*,-senha")
  @Nullable String getMapping();

  void setMapping(@Nullable String mapping);

  @Description(
      "The rows to take, as SQL on columns of the input; the others are counted as filtered. By"
          + " default all. Example: ativo = true and idade >= 18")
  @Nullable String getFilter();

  void setFilter(@Nullable String filter);

  @Description(
      "Column that tells the newest of the rows of one key, by its time, number or text; the others"
          + " are counted as duplicates. Where it does not decide, the content does. Example:"
          + " atualizado_em")
  @Nullable String getOrderField();

  void setOrderField(@Nullable String orderField);
}
