/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.dynamodb.DynamoTable;
import io.levada.io.dynamodb.ItemLayout;
import io.levada.io.dynamodb.ItemSink;
import io.levada.io.dynamodb.TableState;
import io.levada.io.lake.FileFormat;
import io.levada.io.lake.TableScan;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.pipelines.AwsAccess;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.IntakeOptions.BookmarkMode;
import io.levada.pipelines.runs.IntakeOptions.Rewritten;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Loads tables of items into a DynamoDB table, a run of the load for each run that has written
 * items, or for each {@linkplain LoadParts part} of them, in their order: what a later one says of
 * a key wins.
 *
 * <p>A table of items is written by a {@link LakeJob} whose shape {@linkplain Shape#kept keeps} the
 * {@link ItemLayout} in its record, and {@linkplain #kept for which table} they are. The DynamoDB
 * table has a home, a folder that stands for it: beside it is its ledger, which knows the files
 * that are loaded. One whose load was cut off is loaded again, which puts the same items again.
 * Nothing is published behind a load: items are there as soon as they are put, so all of them were
 * proven when they were written to the table of items.
 */
public final class ItemLoad {

  private static final String HOMES = "_dynamodb";
  private static final Pattern TABLE_NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

  private final String pipelineName;
  private final DynamoOptions options;
  private final AwsSettings aws;
  private final Location home;
  private final WriteRate rate;
  private final Console console;
  private final DynamoTable table;
  private @Nullable ItemLayout checked;

  private ItemLoad(
      String pipelineName,
      DynamoOptions options,
      AwsSettings aws,
      Location home,
      WriteRate rate,
      Console console) {
    this.pipelineName = pipelineName;
    this.options = options;
    this.aws = aws;
    this.home = home;
    this.rate = rate;
    this.console = console;
    this.table = new DynamoTable(aws, options.getTable());
  }

  /**
   * A load into the table that the options name.
   *
   * @param pipelineName what the load is called in its record
   * @param around the folder that the input is in, and the table's home, unless the options say
   * @throws UsageException if an option is out of range
   */
  public static ItemLoad of(
      String pipelineName, DynamoOptions options, Location around, Console console) {
    if (options.getMaxRetrySeconds() < 1) {
      throw new UsageException(
          "Invalid --maxRetrySeconds: " + options.getMaxRetrySeconds() + " (expected 1 or more)");
    }
    if (!TABLE_NAME.matcher(options.getTable()).matches()) {
      throw new UsageException(
          "Invalid --table: "
              + options.getTable()
              + " (expected the name of a DynamoDB table: 3 to 255 of a-z, A-Z, 0-9, _, - and .)");
    }
    return new ItemLoad(
        pipelineName,
        options,
        AwsAccess.of(options),
        home(options, around),
        WriteRate.of(options),
        console);
  }

  private static Location home(DynamoOptions options, Location around) {
    if (options.getLedger() != null) {
      return LakeTarget.folder("--ledger", options.getLedger());
    }
    return around.child(HOMES).child(options.getTable());
  }

  /** The table of items that no lake keeps: in the home, and emptied behind the load. */
  public Location workTable() {
    return home.child("items");
  }

  /**
   * What the record of a run keeps that writes items to be loaded here, besides their layout.
   *
   * @param madeBy as {@link MadeBy}
   */
  public Map<String, byte[]> kept(String madeBy) {
    return WrittenItems.keptFor(home, madeBy);
  }

  /**
   * The run whose items are the last that wait, if it has made the same of the same inputs, and has
   * rejected no more of them than the options allow.
   *
   * @param items the table of items
   * @param madeBy as {@link MadeBy}
   */
  public Optional<String> waiting(Location items, String madeBy, List<Entry> inputs)
      throws IOException {
    List<WrittenItems> waiting = WrittenItems.notLoaded(aws, items, home);
    if (waiting.isEmpty()) {
      return Optional.empty();
    }
    WrittenItems last = waiting.get(waiting.size() - 1);
    return last.madeBy().equals(madeBy) && last.isMadeOf(inputs) && last.isWithinLimitsOf(target())
        ? Optional.of(last.run())
        : Optional.empty();
  }

  /**
   * Looks, before anything is read, whether items of the layout can be loaded: that the table is
   * there or may be created, with these keys, that its loads are recorded here, and that no items
   * wait that were mapped otherwise.
   *
   * @param items the table of items
   * @throws UsageException if the table's loads are recorded elsewhere, or the options don't fit it
   * @throws RunFailedException if the table is missing or has other keys, or such items wait
   */
  public void check(ItemLayout layout, Location items) {
    this.checked = layout;
    try {
      List<WrittenItems> waiting = WrittenItems.notLoaded(aws, items, home);
      checkWaiting(items, waiting, layout);
      LoadedBefore loaded = loadedBefore(bookmarked(), items, waiting);
      Optional<TableState> present = table.state();
      if (present.isPresent()) {
        check(layout, present.get());
        claim(present.get(), loaded).check();
      } else if (!options.isCreateTable()) {
        throw new RunFailedException(
            ExitCode.FAILED,
            "Cannot find DynamoDB table "
                + options.getTable()
                + " (--createTable=true creates it; check --table and --awsRegion)");
      } else {
        rate.checkOnDemand();
        HomeClaim.checkUnclaimed(aws, home, loaded);
      }
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  /** Items of a mapping that was given up must not decide what the table is, nor be in it. */
  private void checkWaiting(Location items, List<WrittenItems> waiting, ItemLayout layout) {
    for (WrittenItems written : waiting) {
      if (!written.fits(layout)) {
        throw new RunFailedException(
            ExitCode.FAILED,
            "Cannot load DynamoDB table "
                + options.getTable()
                + ": items of run "
                + written.run()
                + " wait in "
                + items
                + ", and it has mapped them otherwise ("
                + ItemDiscard.command(items, written.run())
                + " gives them up; to load them, run it once with the --mapping and --keyFields of"
                + " that run)");
      }
    }
  }

  private void check(ItemLayout layout, TableState state) {
    Optional<String> difference = state.differenceTo(layout);
    if (difference.isPresent()) {
      throw new RunFailedException(
          ExitCode.FAILED,
          "Cannot load DynamoDB table "
              + options.getTable()
              + ": "
              + difference.get()
              + " (change --keyFields and --mapping, or load another table)");
    }
    rate.unitsPerSecond(state);
  }

  /**
   * Loads what is not loaded yet of {@link #workTable}, and empties it.
   *
   * @throws RunFailedException if it fails; a rerun loads what this one has left
   */
  public RunSummary loadWorkTable() {
    return load(workTable(), Intake.emptying(workTable()));
  }

  /**
   * Loads what is not loaded yet of a table of items, which keeps its files.
   *
   * @throws RunFailedException if it fails; a rerun loads what this one has left
   */
  public RunSummary load(Location items) {
    return load(items, new Intake(BookmarkMode.ENABLE, Rewritten.FAIL, Clearing.none()));
  }

  private RunSummary load(Location items, Intake intake) {
    try {
      List<RunSummary> loaded = new ArrayList<>();
      List<WrittenItems> waiting = WrittenItems.notLoaded(aws, items, home);
      if (!waiting.isEmpty()) {
        ItemLayout wanted = checked == null ? waiting.get(waiting.size() - 1).layout() : checked;
        checkWaiting(items, waiting, wanted);
      }
      for (WrittenItems written : waiting) {
        loaded.addAll(load(items, intake, written));
      }
      return loaded.isEmpty()
          ? RunReport.nothingToDo(pipelineName, output(), List.of(), 0)
          : RunSummary.together(loaded);
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private List<RunSummary> load(Location items, Intake intake, WrittenItems written)
      throws IOException {
    ItemLayout layout = written.layout();
    TableState state = state(layout);
    check(layout, state);
    // By now, what is to be loaded here is in the bookmark of its input.
    LoadedBefore before = loadedBefore(List.of(home), items, List.of(written));
    Optional<String> note = claim(state, before).make();
    List<String> columns = layout.attributes().stream().map(ItemLayout.Attribute::column).toList();
    double units = rate.unitsPerSecond(state);
    List<RunSummary> loaded = new ArrayList<>();
    for (List<Entry> part : LoadParts.of(written.notLoaded(aws, items), units)) {
      TableSource source =
          TableSource.of(
              items, TableScan.all().withColumns(columns), aws, Set.copyOf(part)::contains);
      LoadShape shape = new LoadShape(this::sink, layout, units, output());
      RunSummary summary =
          new LakeJob(pipelineName, options, target(), source, intake, shape, console).run();
      loaded.add(note.map(summary::withNote).orElse(summary));
    }
    return loaded;
  }

  /** The table, made now if it may be: what it is to have is proven by now. */
  private TableState state(ItemLayout layout) throws IOException {
    if (options.isCreateTable()) {
      return table.createIfAbsent(layout);
    }
    return table
        .whenActive()
        .orElseThrow(
            () ->
                new RunFailedException(
                    ExitCode.FAILED,
                    "Cannot find DynamoDB table "
                        + options.getTable()
                        + " any more (the items wait; --createTable=true creates it)"));
  }

  private HomeClaim claim(TableState state, LoadedBefore loaded) {
    return new HomeClaim(aws, home, loaded, options.getLedger() != null, table, state);
  }

  private LoadedBefore loadedBefore(
      List<Location> bookmarked, Location items, List<WrittenItems> waiting) {
    boolean isEmptied = items.equals(workTable());
    return new LoadedBefore(aws, home, bookmarked, isEmptied ? waiting : List.of());
  }

  /** The home's says what of a lake is loaded; that of the work table, what input is in it. */
  private List<Location> bookmarked() {
    BookmarkMode ofInput = options.as(IntakeOptions.class).getBookmark();
    boolean isUsed = ofInput != null && ofInput != BookmarkMode.DISABLE;
    return isUsed ? List.of(home, workTable()) : List.of(home);
  }

  private ItemSink sink(ItemLayout layout, double unitsPerSecond) {
    return new ItemSink(
        aws,
        options.getTable(),
        layout,
        unitsPerSecond,
        Duration.ofSeconds(options.getMaxRetrySeconds()));
  }

  private LakeTarget target() {
    return new LakeTarget(
        home,
        WriteMode.APPEND,
        FileFormat.DEFAULT,
        null,
        LeaseOption.parse(options.getLockLease()),
        options.getMaxRejects(),
        options.getMaxRejectRatio(),
        null);
  }

  private String output() {
    return "DynamoDB table " + options.getTable();
  }
}
