/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.NearestName;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.LakeTarget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the ledger of the table that was typed, and runs in it. Creates nothing. */
final class TableLedger {

  /** Stands for the newest run. */
  static final String LATEST = "latest";

  private TableLedger() {}

  /**
   * @throws UsageException if the text is no folder that can be a table
   * @throws IOException if nothing is recorded of it, with the nearest table of which there is
   */
  static Ledger find(String table, AwsArguments aws) throws IOException {
    Location folder = LakeTarget.folder("table", table);
    checkStorage(folder, aws.storages());
    Ledger ledger = Ledger.find(aws.settings(), folder);
    if (ledger.exists()) {
      return ledger;
    }

    throw new IOException(
        "Cannot find any run of "
            + folder
            + ": there is no "
            + Ledger.homeOf(folder)
            + " ("
            + remedy(folder, aws)
            + ")");
  }

  /**
   * The run of that name, or the newest.
   *
   * @param runs the newest first
   * @throws IOException if there is none, with the nearest name
   */
  static RecordedRun run(Ledger ledger, List<RecordedRun> runs, String name) throws IOException {
    if (runs.isEmpty()) {
      throw new IOException("Cannot find run " + name + ": " + ledger.table() + " has no runs yet");
    }
    if (name.equals(LATEST)) {
      return runs.get(0);
    }

    Optional<RecordedRun> named = runs.stream().filter(run -> run.id().equals(name)).findFirst();
    if (named.isPresent()) {
      return named.get();
    }
    String hint =
        NearestName.of(name, runs.stream().map(RecordedRun::id).toList())
            .map(near -> "did you mean " + near + "?")
            .orElse("levada runs list " + ledger.table() + " shows them; the newest is latest");
    throw new IOException("Cannot find run " + name + " of " + ledger.table() + " (" + hint + ")");
  }

  private static void checkStorage(Location folder, Storages storages) {
    try {
      if (storages.of(folder) == null) {
        throw new IllegalStateException("No storage for " + folder);
      }
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  /** Often a partition is given for its table, or a name is mistyped. */
  private static String remedy(Location folder, AwsArguments aws) throws IOException {
    for (Location above = folder.parent(); hasParent(above); above = above.parent()) {
      if (Ledger.find(aws.settings(), above).exists()) {
        return "did you mean " + above + "?";
      }
    }

    List<String> tables = tablesBeside(folder, aws.storages());
    return NearestName.of(folder.name(), tables)
        .map(near -> "did you mean " + folder.parent().child(near) + "?")
        .orElse("give the folder of a table that a pipeline has written, as its --output was");
  }

  private static List<String> tablesBeside(Location folder, Storages storages) throws IOException {
    Location homes = Ledger.homeOf(folder).parent();
    List<String> tables = new ArrayList<>();
    storages
        .of(homes)
        .list(
            homes,
            found -> {
              tables.add(found.name());
              return false;
            },
            entry -> {});
    return tables;
  }

  private static boolean hasParent(Location folder) {
    try {
      return !folder.parent().equals(folder);
    } catch (IllegalStateException e) {
      return false;
    }
  }
}
