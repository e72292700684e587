/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.levada.io.catalog.Registration;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * All that publishing a run will do, as data in its record, so that any process can do it, and do
 * it again.
 *
 * @param complete staged files to make visible
 * @param remove files that the run replaces, by their exact names; gone behind VISIBLE
 * @param partitions partitions that the run has written, by their paths
 * @param success the marker that tells other tools that the table is whole
 * @param departures what becomes of the inputs, behind VISIBLE
 * @param registration what changes in a catalog, behind VISIBLE and before anything is removed; or
 *     null
 * @param retained folders of versions that no longer count and are kept all the same: all that the
 *     table has, of whatever run
 */
public record PublishPlan(
    List<StagedFile> complete,
    List<Location> remove,
    List<String> partitions,
    Location success,
    List<Departure> departures,
    @Nullable Registration registration,
    List<Location> retained) {

  public PublishPlan {
    complete = List.copyOf(complete);
    remove = List.copyOf(remove);
    partitions = List.copyOf(partitions);
    departures = List.copyOf(departures);
    retained = List.copyOf(retained);
  }

  /** A plan that leaves the inputs where they are, and catalogs alone. */
  public PublishPlan(
      List<StagedFile> complete, List<Location> remove, List<String> partitions, Location success) {
    this(complete, remove, partitions, success, List.of());
  }

  /** A plan that leaves catalogs alone. */
  public PublishPlan(
      List<StagedFile> complete,
      List<Location> remove,
      List<String> partitions,
      Location success,
      List<Departure> departures) {
    this(complete, remove, partitions, success, departures, null, List.of());
  }

  /** As a record has it; those of earlier versions know less. */
  @JsonCreator
  static PublishPlan recorded(
      @JsonProperty("complete") List<StagedFile> complete,
      @JsonProperty("remove") List<Location> remove,
      @JsonProperty("partitions") List<String> partitions,
      @JsonProperty("success") Location success,
      @JsonProperty("departures") @Nullable List<Departure> departures,
      @JsonProperty("registration") @Nullable Registration registration,
      @JsonProperty("retained") @Nullable List<Location> retained) {
    return new PublishPlan(
        complete,
        remove,
        partitions,
        success,
        departures == null ? List.of() : departures,
        registration,
        retained == null ? List.of() : retained);
  }

  /** The plan with another registration. */
  PublishPlan withRegistration(Registration other) {
    return new PublishPlan(complete, remove, partitions, success, departures, other, retained);
  }

  /** Whether files of the table lose their place: they are removed, or kept and count no more. */
  boolean supersedes() {
    return !remove.isEmpty() || !retained.isEmpty();
  }
}
