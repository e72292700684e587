/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.Registration;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs of one table that tell of every change to it before it is made. */
public final class ObservedRuns {

  private final AwsSettings aws;
  private final Location table;
  private final Catalog catalog;
  private final Runnable observer;

  /**
   * @param catalog in which all of them register, and which tells of its changes itself
   */
  public ObservedRuns(AwsSettings aws, Location table, Catalog catalog, Runnable observer) {
    this.aws = aws;
    this.table = table;
    this.catalog = catalog;
    this.observer = observer;
  }

  /**
   * @param writes files by their paths in the table
   */
  public void publish(
      String id,
      Map<String, byte[]> writes,
      List<Location> removes,
      List<Location> retains,
      Registration registration)
      throws IOException {
    Ledger.claim(aws, table, null).begin(id, Clock.systemUTC(), Map.of());
    Ledger ledger =
        Ledger.claim(aws, table, null, storage -> new ObservedStorage(storage, observer));
    Storage storage = ledger.storages(id).of(table);
    List<StagedFile> staged = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : writes.entrySet()) {
      StagedUpload upload = storage.stage(table.child(file.getKey()), "1");
      upload.write(file.getValue());
      staged.add(upload.finish());
    }
    PublishPlan plan =
        new PublishPlan(
            staged, removes, List.of(), table.child("_SUCCESS"), List.of(), registration, retains);
    Run run =
        Run.recorded(
            ledger.storagesOf(id),
            reference -> catalog,
            List.of(table, ledger.runFolder(id)),
            ledger.runFolder(id),
            id,
            Clock.systemUTC());
    run.prepare(plan, Map.of());
    run.publish(plan);
    run.commit(plan);
  }

  /** How many runs of the table are visible. */
  public int visible() throws IOException {
    int visible = 0;
    for (RecordedRun run : Ledger.find(aws, table).runs()) {
      boolean is = run.state() == Run.State.VISIBLE || run.state() == Run.State.COMMITTED;
      visible += is ? 1 : 0;
    }
    return visible;
  }
}
