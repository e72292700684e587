/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.dynamodb.DynamoTable;
import io.levada.io.dynamodb.DynamoTable.TagState;
import io.levada.io.dynamodb.TableState;
import io.levada.io.ledger.Ledger;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * That a DynamoDB table and a home belong together: the home has the table's ARN, and when it was
 * created, in a file, and the table has a tag that names the home. Two loads of one table meet at
 * its home, so two homes must not be. Where tags can't be had, a home must be named, as that beside
 * the input is another one for another input. Tags show a few seconds late, so the first two loads
 * of a table, with different homes and within seconds, may both pass.
 */
final class HomeClaim {

  static final String TAG = "levada:ledger";

  private static final String FILE = "dynamodb.json";
  private static final String ARN_FIELD = "arn";
  private static final String CREATED_FIELD = "created";

  /** All that a tag may hold. */
  private static final Pattern TAG_VALUE = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,256}");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final AwsSettings aws;
  private final Location home;
  private final LoadedBefore loaded;
  private final boolean isGiven;
  private final DynamoTable table;
  private final TableState state;

  /**
   * @param loaded what a table that was made anew would lack
   * @param isGiven whether the home was named, and is not that beside the input
   */
  HomeClaim(
      AwsSettings aws,
      Location home,
      LoadedBefore loaded,
      boolean isGiven,
      DynamoTable table,
      TableState state) {
    this.aws = aws;
    this.home = home;
    this.loaded = loaded;
    this.isGiven = isGiven;
    this.table = table;
    this.state = state;
  }

  /**
   * Looks whether one of them belongs to another, as far as that shows: a table that is being
   * created has no tags yet. Changes nothing.
   *
   * @throws UsageException if so, or if that can't be told
   */
  void check() throws IOException {
    Location file = Ledger.homeOf(home).child(FILE);
    Optional<byte[]> present = storage(aws, file).read(file);
    if (present.isPresent()) {
      isOfThisTable(present.get());
    }
    if (!state.isCreating()) {
      check(table.tag(state.arn(), TAG));
    }
  }

  /**
   * Claims both, unless that was done.
   *
   * @return what a person should know, if the table can't be claimed
   * @throws UsageException if one of them belongs to another, or that can't be told
   */
  Optional<String> make() throws IOException {
    Location file = Ledger.homeOf(home).child(FILE);
    byte[] mine = JSON.writeValueAsBytes(fields());
    storage(aws, file).createIfAbsent(file, mine);
    if (!isOfThisTable(storage(aws, file).read(file).orElseThrow())) {
      storage(aws, file).write(file, mine);
    }
    TagState tag = table.tag(state.arn(), TAG);
    check(tag);
    if (tag instanceof TagState.Absent) {
      tag = table.setTag(state.arn(), TAG, tagValue());
      check(tag);
    }
    return tag instanceof TagState.Unknown unknown
        ? Optional.of(
            "The table is not tagged with its ledger ("
                + unknown.reason()
                + "): jobs with another --ledger would not see this one's lock")
        : Optional.empty();
  }

  private Map<String, String> fields() {
    return new TreeMap<>(Map.of(ARN_FIELD, state.arn(), CREATED_FIELD, state.created().toString()));
  }

  /**
   * Whether the table is that of which the home knows, and none that was made anew. One that was is
   * refused while something counts as loaded that was put into the one before.
   */
  private boolean isOfThisTable(byte[] present) throws IOException {
    JsonNode recorded = JSON.readTree(present);
    String arn = recorded.path(ARN_FIELD).asText();
    if (!arn.equals(state.arn())) {
      throw new UsageException(
          "Invalid --ledger: "
              + home
              + " has the loads of "
              + arn
              + ", not of "
              + state.arn()
              + " (give another --ledger)");
    }
    if (recorded.path(CREATED_FIELD).asText().equals(state.created().toString())) {
      return true;
    }
    loaded.checkNone();
    return false;
  }

  /**
   * Looks whether a home of a table that is not there, and is to be made, is that of one that was
   * deleted, and has something that counts as loaded.
   *
   * @throws RunFailedException if so
   */
  static void checkUnclaimed(AwsSettings aws, Location home, LoadedBefore loaded)
      throws IOException {
    Location file = Ledger.homeOf(home).child(FILE);
    if (storage(aws, file).read(file).isPresent()) {
      loaded.checkNone();
    }
  }

  private void check(TagState tag) {
    if (tag instanceof TagState.Unknown unknown && !isGiven) {
      throw new UsageException(
          "Missing --ledger: jobs of other inputs can't be told where the loads of the table are"
              + " recorded, as it can't be tagged: "
              + unknown.reason()
              + " (give --ledger="
              + home
              + " to all jobs that load the table, or allow dynamodb:ListTagsOfResource and"
              + " dynamodb:TagResource)");
    }
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

  private static Storage storage(AwsSettings aws, Location location) {
    return Storages.withoutStaging().withAws(aws).of(location);
  }
}
