/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import io.levada.io.catalog.PlainGlue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** All that a bucket and the catalog have of a table at a moment, to go back to. */
final class LakeSnapshot {

  private final GlueLake lake;
  private final String root;
  private final Map<String, String> identities = new HashMap<>();
  private final SortedMap<String, byte[]> objects;
  private final Table table;
  private final List<Partition> partitions;

  LakeSnapshot(GlueLake lake, String table) {
    this.lake = lake;
    this.root = "s3://" + lake.bucket();
    this.objects = lake.s3().readAll(root);
    this.identities.putAll(lake.s3().list(root));
    this.table = lake.glue().table(table);
    this.partitions = lake.glue().partitions(table);
  }

  void restore() {
    SortedMap<String, String> present = lake.s3().list(root);
    for (String name : present.keySet()) {
      if (!objects.containsKey(name)) {
        lake.s3().delete(root + "/" + name);
      }
    }
    for (Map.Entry<String, byte[]> object : objects.entrySet()) {
      if (!identities.get(object.getKey()).equals(present.get(object.getKey()))) {
        lake.s3().put(root + "/" + object.getKey(), object.getValue());
      }
    }
    identities.putAll(lake.s3().list(root));
    lake.glue().update(PlainGlue.input(table));
    lake.glue().setPartitions(table.name(), partitions);
  }
}
