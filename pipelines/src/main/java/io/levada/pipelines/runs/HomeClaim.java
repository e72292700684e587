/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.dynamodb.DynamoTable;
import io.levada.io.dynamodb.DynamoTable.TagState;
import io.levada.io.ledger.Ledger;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * That a DynamoDB table and a home belong together: the home has the table's ARN in a file, which
 * is created once, and the table has a tag that names the home. Two loads of one table meet at its
 * home, so two homes must not be. Tags show a few seconds late, so the first two loads of a table,
 * with different homes and within seconds, may both pass.
 */
final class HomeClaim {

  static final String TAG = "levada:ledger";

  private static final String FILE = "dynamodb.json";

  /** All that a tag may hold. */
  private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,256}");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final AwsSettings aws;
  private final Location home;
  private final DynamoTable table;
  private final String arn;

  HomeClaim(AwsSettings aws, Location home, DynamoTable table, String arn) {
    this.aws = aws;
    this.home = home;
    this.table = table;
    this.arn = arn;
  }

  /**
   * Looks whether one of them belongs to another. Changes nothing.
   *
   * @throws UsageException if so
   */
  void check() throws IOException {
    Location file = Ledger.homeOf(home).child(FILE);
    Optional<byte[]> present = storage(file).read(file);
    if (present.isPresent()) {
      checkArn(present.get());
    }
    check(table.tag(arn, TAG));
  }

  /**
   * Claims both, unless that was done.
   *
   * @return what a person should know, if the table can't be claimed
   * @throws UsageException if one of them belongs to another
   */
  Optional<String> make() throws IOException {
    Location file = Ledger.homeOf(home).child(FILE);
    storage(file).createIfAbsent(file, JSON.writeValueAsBytes(Map.of("arn", arn)));
    checkArn(storage(file).read(file).orElseThrow());
    TagState tag = table.tag(arn, TAG);
    check(tag);
    if (tag instanceof TagState.Absent) {
      tag = table.setTag(arn, TAG, tagValue());
    }
    return tag instanceof TagState.Unknown unknown
        ? Optional.of(
            "The table is not tagged with its ledger ("
                + unknown.reason()
                + "): jobs with another --ledger would not see this one's lock")
        : Optional.empty();
  }

  private void checkArn(byte[] present) throws IOException {
    String recorded = JSON.readTree(present).path("arn").asText();
    if (!recorded.equals(arn)) {
      throw new UsageException(
          "Invalid --ledger: "
              + home
              + " has the loads of "
              + recorded
              + ", not of "
              + arn
              + " (give another --ledger)");
    }
  }

  private void check(TagState tag) {
    if (tag instanceof TagState.Present present && !present.value().equals(tagValue())) {
      throw new UsageException(
          "Invalid --ledger: "
              + home
              + ": the loads of the table are recorded in "
              + present.value()
              + ", as its tag "
              + TAG
              + " says (give --ledger="
              + present.value()
              + ", or remove the tag if no load is at work and none was cut off)");
    }
  }

  /** The home, or a digest of what no tag can hold. */
  private String tagValue() {
    if (TAG_VALUE.matcher(home.uri()).matches()) {
      return home.uri();
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(home.uri().getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private Storage storage(Location location) {
    return Storages.withoutStaging().withAws(aws).of(location);
  }
}
