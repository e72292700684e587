/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import io.levada.sandbox.Service;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class PollWhileReplacedOnAwsTest extends PollWhileReplacedContract {

  private AwsSettings aws;
  private Location bucket;
  private String prefix;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) throws IOException {
    aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
    bucket = Location.of("s3://" + space.bucket());
    prefix = space.tablePrefix();
    begin();
  }

  @Override
  AwsSettings aws() {
    return aws;
  }

  @Override
  Location parent() {
    return bucket;
  }

  @Override
  CatalogReference reference() {
    return CatalogReference.parse("glue");
  }

  @Override
  TableName name() {
    return new TableName(prefix + "db", "t");
  }

  @Override
  int runs() {
    return 8;
  }

  /** The table's folder once for forty partitions, or the partitions that the filter wants. */
  @Test
  void asksLittleMoreForManyPartitions(Sandbox sandbox) throws IOException {
    Location folder = bucket.child("many");
    TableName name = new TableName(prefix + "db", "many");
    List<CatalogPartition> partitions = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      partitions.add(
          new CatalogPartition(
              List.of(Integer.toString(i)), folder.child("p=" + i), List.of(), Map.of()));
    }
    Catalog catalog = reference().open(aws);
    catalog.create(
        CatalogTable.ofParquet(
            name,
            folder,
            List.of(CatalogColumn.of("number", "int")),
            List.of(CatalogColumn.of("p", "int"))));
    catalog.addPartitions(name, partitions);

    assertThat(requests(sandbox, name, TableScan.all()), equalTo(List.of(3, 2, 4)));
    TableScan two = TableScan.all().withFilter(PartitionFilter.parse("p in (3, 7)"));
    assertThat(requests(sandbox, name, two), equalTo(List.of(4, 2, 4)));
  }

  /** How many listings, questions for objects, and requests to Glue a listing takes. */
  private List<Integer> requests(Sandbox sandbox, TableName name, TableScan scan)
      throws IOException {
    sandbox.requests().reset();
    LakeTable.list(Storages.withoutStaging().withAws(aws), reference(), name, scan);
    Map<String, Integer> s3 = sandbox.requests().counts(Service.S3);
    return List.of(
        s3.get("ListObjectsV2"),
        s3.get("GetObject"),
        sandbox.requests().counts(Service.GLUE).values().stream().mapToInt(n -> n).sum());
  }
}
