/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.Locks;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Gives up items that wait to be loaded: removes what a run has written to a table of items. It is
 * a run of that table itself, with a record, and the locks of the table and of its loads.
 *
 * <p>What the discarded run has read is new again to the bookmark. Items that a load has put before
 * it was cut off stay in DynamoDB.
 */
public final class ItemDiscard {

  private final AwsSettings aws;
  private final Location items;
  private final DiscardWork work;

  private ItemDiscard(AwsSettings aws, Location items, DiscardWork work) {
    this.aws = aws;
    this.items = items;
    this.work = work;
  }

  /**
   * The discarding of a run's items of which no load has begun.
   *
   * @param items the table of items
   * @param run the run that has written them
   * @throws RunFailedException if it has written none
   */
  public static ItemDiscard of(AwsSettings aws, Location items, String run) throws IOException {
    return new ItemDiscard(
        aws, items, new DiscardWork(aws, items, written(aws, items, run), false));
  }

  /** As {@link #of}, but also if a load has begun, which may have put some of the items. */
  public static ItemDiscard ofRest(AwsSettings aws, Location items, String run) throws IOException {
    return new ItemDiscard(aws, items, new DiscardWork(aws, items, written(aws, items, run), true));
  }

  private static WrittenItems written(AwsSettings aws, Location items, String run)
      throws IOException {
    Ledger ledger = Ledger.find(aws, items);
    Optional<RecordedRun> recorded = ledger.run(run);
    Optional<WrittenItems> written =
        recorded.isEmpty() ? Optional.empty() : WrittenItems.of(ledger, recorded.get());
    return written.orElseThrow(
        () ->
            refused(run, "it has mapped no items for DynamoDB (a first run of to-dynamodb does)"));
  }

  /**
   * Discards them.
   *
   * @return what was done, and what follows from it, a line each
   * @throws RunFailedException if they don't wait, or may not be discarded; nothing has changed
   *     then
   */
  public List<String> run(Console console) {
    RunPlace place = new RunPlace(items, null, Locks.LEASE);
    return new RunLife<>(place, aws, console, work).run().notes();
  }

  /** The command that does it, for who is told that items wait. */
  static String command(Location items, String run) {
    return "levada runs discard " + items + " " + run;
  }

  static RunFailedException refused(String run, String why) {
    return new RunFailedException(ExitCode.FAILED, "Cannot discard run " + run + ": " + why);
  }
}
