/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionError;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.TableInput;

/** A database with a table {@code t} that is partitioned by a number and a text. */
final class GlueFixture {

  static final List<Column> KEYS = List.of(column("year", "int"), column("month", "string"));

  final GlueClient glue;
  final String database;

  GlueFixture(GlueClient glue, String database) {
    this.glue = glue;
    this.database = database;
    glue.createDatabase(d -> d.databaseInput(i -> i.name(database)));
    glue.createTable(t -> t.databaseName(database).tableInput(table("t")));
  }

  static Column column(String name, String type) {
    return Column.builder().name(name).type(type).build();
  }

  static TableInput table(String name) {
    return TableInput.builder()
        .name(name)
        .partitionKeys(KEYS)
        .storageDescriptor(storage("s3://lake/" + name))
        .build();
  }

  static StorageDescriptor storage(String location) {
    return StorageDescriptor.builder().location(location).columns(column("id", "string")).build();
  }

  static PartitionInput input(String... values) {
    return PartitionInput.builder()
        .values(values)
        .storageDescriptor(storage("s3://lake/t/" + String.join("/", values)))
        .build();
  }

  static List<PartitionInput> inputs(int count) {
    return IntStream.range(0, count).mapToObj(i -> input("2024", "m" + i)).toList();
  }

  static PartitionValueList values(String... values) {
    return PartitionValueList.builder().values(values).build();
  }

  static BatchUpdatePartitionRequestEntry entry(PartitionInput input, String... values) {
    return BatchUpdatePartitionRequestEntry.builder()
        .partitionValueList(values)
        .partitionInput(input)
        .build();
  }

  void add(String... values) {
    glue.createPartition(
        p -> p.databaseName(database).tableName("t").partitionInput(input(values)));
  }

  List<PartitionError> addAll(PartitionInput... inputs) {
    return addAll(Arrays.asList(inputs));
  }

  List<PartitionError> addAll(List<PartitionInput> inputs) {
    return glue.batchCreatePartition(
            b -> b.databaseName(database).tableName("t").partitionInputList(inputs))
        .errors();
  }

  /** The values of the partitions for which an expression is true. */
  List<String> matching(String expression) {
    return glue
        .getPartitions(p -> p.databaseName(database).tableName("t").expression(expression))
        .partitions()
        .stream()
        .map(GlueFixture::text)
        .toList();
  }

  List<String> all() {
    return matching(null);
  }

  static String text(Partition partition) {
    return String.join("/", partition.values());
  }

  static String text(PartitionError error) {
    return String.join("/", error.partitionValues()) + " " + error.errorDetail().errorCode();
  }

  /** The error's name and what is said of it. */
  static String refusal(Executable request) {
    GlueException refused = assertThrows(GlueException.class, request);
    return refused.awsErrorDetails().errorCode() + ": " + refused.awsErrorDetails().errorMessage();
  }
}
