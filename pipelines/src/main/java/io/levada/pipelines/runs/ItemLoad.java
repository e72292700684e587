/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.dynamodb.ItemLayout;
import io.levada.io.storage.Location;
import io.levada.pipelines.Console;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.UsageException;

/**
 * Loads tables of items into a DynamoDB table, a run of the load for each run that has written
 * items, in their order: what a later one says of a key wins.
 *
 * <p>A table of items is written by a {@link LakeJob} whose shape {@linkplain Shape#kept keeps} the
 * {@link ItemLayout} in its record. Its files are known to the DynamoDB table's ledger when they
 * are loaded; one that was cut off is loaded again, which puts the same items again.
 */
public final class ItemLoad {

  private final String pipelineName;
  private final DynamoOptions options;
  private final Location home;
  private final Console console;

  private ItemLoad(String pipelineName, DynamoOptions options, Location home, Console console) {
    this.pipelineName = pipelineName;
    this.options = options;
    this.home = home;
    this.console = console;
  }

  /**
   * A load into the table that the options name.
   *
   * @param pipelineName what the load is called in its record
   * @param input beside which the table's home is, unless the options say
   * @throws UsageException if an option is out of range
   */
  public static ItemLoad of(
      String pipelineName, DynamoOptions options, Location input, Console console) {
    Location home = input.parent().child("_dynamodb").child(options.getTable());
    return new ItemLoad(pipelineName, options, home, console);
  }

  /** The table of items that no lake keeps: in the home, and emptied behind the load. */
  public Location workTable() {
    return home.child("items");
  }

  /**
   * Looks, before anything is read, whether items of the layout can be loaded: that the table is
   * there or may be created, with these keys, and that its loads are recorded here.
   *
   * @throws UsageException if the table's loads are recorded elsewhere, or the options don't fit it
   * @throws RunFailedException if the table is missing or has other keys
   */
  public void check(ItemLayout layout) {
    console.say("Checking the key " + layout.partitionKey().name() + " of " + options.getTable());
  }

  /**
   * Loads what is not loaded yet of {@link #workTable}, and empties it.
   *
   * @throws RunFailedException if it fails; a rerun loads what this one has left
   */
  public RunSummary loadWorkTable() {
    return load(workTable());
  }

  /**
   * Loads what is not loaded yet of a table of items, which keeps its files.
   *
   * @throws RunFailedException if it fails; a rerun loads what this one has left
   */
  public RunSummary load(Location items) {
    console.say("Loading " + items);
    throw new UnsupportedOperationException("Cannot load for " + pipelineName);
  }
}
