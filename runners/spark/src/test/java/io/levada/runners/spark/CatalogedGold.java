/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.io.catalog.PlainGlue;
import io.levada.runners.spark.LevadaProcess.Result;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.glue.model.Partition;

/** A table with partitions on S3 and in Glue, and runs that overwrite it. */
final class CatalogedGold {

  private static final String TABLE = "gold";

  private final BucketPlace place;
  private final PlainGlue glue;
  private final String database;

  CatalogedGold(SandboxLane lane, int n) {
    this.place = lane.newPlace(n);
    this.database = "lake_" + n;
    this.glue = new PlainGlue(lane.sandbox(), database);
  }

  /** A run that replaces all by one row for each of the partitions. */
  List<String> overwriteBy(String name, String... partitions) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (String partition : partitions) {
      rows.append("{\"v\":\"%s\",\"p\":\"%s\"}\n".formatted(name, partition));
    }
    place.write("bronze/" + name + ".json", rows.toString().getBytes(UTF_8));
    return List.of(
        "run",
        "parse-events",
        "--input=" + place.uri("bronze/" + name + ".json"),
        "--output=" + place.uri(TABLE),
        "--schema=infer",
        "--bookmark=disable",
        "--partitionFields=p",
        "--writeMode=overwrite",
        "--retain=0",
        "--catalog=glue",
        "--database=" + database,
        "--table=" + TABLE,
        "--endpoint=" + place.endpoint(),
        BriefLease.OPTION);
  }

  void overwritten(String name, String... partitions) throws IOException {
    Result result = LevadaInProcess.run(overwriteBy(name, partitions));
    assertThat(result.err(), result.exitCode(), equalTo(0));
  }

  String bucket() {
    return place.bucket();
  }

  /** The names of the runs' rows that Glue leads to, by partition. */
  SortedMap<String, List<String>> rows(String cut) throws Exception {
    SortedMap<String, byte[]> files = place.files();
    SortedMap<String, List<String>> rows = new TreeMap<>();
    TreeSet<String> led = new TreeSet<>();
    for (Partition partition : glue.partitions(TABLE)) {
      String folder =
          partition.storageDescriptor().location().replaceFirst("s3://[^/]+/(.*[^/])/?$", "$1/");
      List<String> found = new ArrayList<>();
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        if (file.getKey().startsWith(folder)) {
          led.add(file.getKey());
          found.addAll(ParquetBytes.column(file.getValue(), "v"));
        }
      }
      rows.put(String.join("/", partition.values()), found);
    }
    TreeSet<String> data = new TreeSet<>(files.keySet());
    data.removeIf(file -> !file.startsWith(TABLE + "/") || file.endsWith("_SUCCESS"));
    assertThat(cut + ": all files are in the catalog", led, equalTo(data));
    return rows;
  }
}
