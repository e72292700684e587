/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.CatalogUpdate;
import io.levada.io.catalog.Registration;
import io.levada.io.catalog.TableName;
import io.levada.io.catalog.TableSchemas;
import io.levada.io.catalog.TableSchemas.Fit;
import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.Locks;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.Session;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Makes tables of a catalog what folders are. */
final class Crawl {

  private static final String PURPOSE = "crawl";

  private final Storages storages;
  private final CatalogReference reference;
  private final Catalog catalog;
  private final Settings settings;
  private final Session session;

  /**
   * What it may change.
   *
   * @param keyTypes types of partition columns of a table that is new, or by which values are
   *     checked
   * @param dropsGone whether partitions are dropped that are no more in the folder
   * @param isDry whether nothing at all is changed
   */
  record Settings(
      CatalogUpdate update, Map<String, FieldType> keyTypes, boolean dropsGone, boolean isDry) {}

  Crawl(Storages storages, CatalogReference reference, Settings settings, Session session) {
    this.storages = storages;
    this.reference = reference;
    this.catalog = reference.open(storages.aws());
    this.settings = settings;
    this.session = session;
  }

  /**
   * Looks at a folder, shows what is new in it, and registers that. While it does, no run of the
   * table can begin, whose registrations it could undo.
   *
   * @throws io.levada.io.ledger.LockedException if a run of the table is at work
   * @throws IOException if files do not go together, or not with the catalog's table
   */
  void register(Location folder, TableName name) throws IOException {
    if (settings.isDry() || !Ledger.find(storages.aws(), folder).exists()) {
      registerLocked(folder, name, null);
      return;
    }

    Locks locks = new Locks(storages::of, Clock.systemUTC(), this::say);
    try (HeldLocks held = locks.take(Set.of(folder), PURPOSE)) {
      registerLocked(folder, name, held);
    }
  }

  private void say(String line) {
    session.err().println(PrintableText.of("levada: " + line));
    session.err().flush();
  }

  private void registerLocked(Location folder, TableName name, @Nullable HeldLocks held)
      throws IOException {
    CrawledTable crawled = CrawledTable.of(storages, folder, name, settings.keyTypes());
    Optional<CatalogTable> present = catalog.table(name);
    Fit fit = TableSchemas.check(catalog, crawled.table(), settings.update());
    PartitionChanges changes = PartitionChanges.of(catalog, fit.table(), fit.isNew(), crawled);
    session.out().print(CrawlText.of(crawled, present, fit, changes, settings));
    session.out().flush();
    if (settings.isDry()) {
      session.out().println("Nothing is changed: --dryRun");
      return;
    }

    if (held != null) {
      held.check();
    }
    Fit done = TableSchemas.ensure(catalog, crawled.table(), settings.update());
    if (done.table().partitionKeys().isEmpty()) {
      moveTable(name, crawled.location());
    }
    changes.carryOut(catalog, done.table(), settings.dropsGone());
    session.out().println(PrintableText.of("Registered " + name + " in " + reference));
  }

  private void moveTable(TableName name, Location location) throws IOException {
    String run = PartitionChanges.runOf(location);
    catalog.alter(
        name,
        table -> {
          if (table.location().equals(location)) {
            return table;
          }
          CatalogTable moved = table.withLocation(location);
          return run == null ? moved : moved.withParameters(Map.of(Registration.RUN, run));
        });
  }
}
