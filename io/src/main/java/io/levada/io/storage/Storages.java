/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Finds the storage of a location. Settings only, so that it can travel to workers; equal settings
 * lead to equal storages there.
 */
public final class Storages implements Serializable {

  private final @Nullable Location staging;
  private final @Nullable RunUploads uploads;
  private final AwsSettings aws;

  private Storages(@Nullable Location staging, @Nullable RunUploads uploads, AwsSettings aws) {
    this.staging = staging;
    this.uploads = uploads;
    this.aws = aws;
  }

  /** To read, list, write and delete. */
  public static Storages withoutStaging() {
    return new Storages(null, null, AwsSettings.ofTheMachine());
  }

  /**
   * To stage local files as well.
   *
   * @param folder where local staged files are kept: on the file system of their final locations,
   *     and used by one run only. Made when the first file is staged
   */
  public static Storages stagingIn(Location folder) {
    return new Storages(folder, null, AwsSettings.ofTheMachine());
  }

  /**
   * To stage files on S3 as well. There a staged file has no place of its own: it is an upload to
   * its final location, so the run's are told from others by their names.
   *
   * @param run the run's id, which is in the name of each of its files or of a folder that holds it
   * @param folders all that the run stages files in; those that are not on S3 don't matter
   * @throws IllegalArgumentException if the id is not made of letters, digits, {@code -} and {@code
   *     _}
   */
  public Storages forRun(String run, Collection<Location> folders) {
    return new Storages(staging, new RunUploads(List.of(run), List.copyOf(folders)), aws);
  }

  /**
   * The storages that have what several runs have staged, to clear up after them: one for each run
   * that has a local folder for it, but a single one for S3, where one search finds all.
   *
   * @param stagingFolders where each run, by its id, has kept its local staged files
   * @param folders all that the runs have staged files in
   * @throws IllegalArgumentException if an id is not made of letters, digits, {@code -} and {@code
   *     _}
   */
  public List<Storage> ofStaged(
      Map<String, Location> stagingFolders, Collection<Location> folders) {
    List<Storage> storages = new ArrayList<>();
    stagingFolders.values().stream()
        .filter(folder -> folder.scheme().equals(LocalStorage.SCHEME))
        .forEach(folder -> storages.add(new LocalStorage(folder)));
    RunUploads all = new RunUploads(List.copyOf(stagingFolders.keySet()), List.copyOf(folders));
    if (!all.foldersOnS3().isEmpty()) {
      storages.add(new S3Storage(S3Connection.of(aws), all));
    }
    return storages;
  }

  /** How S3 is reached; as the machine has it, unless set. */
  public Storages withAws(AwsSettings aws) {
    return new Storages(staging, uploads, aws);
  }

  /** How S3 is reached. */
  public AwsSettings aws() {
    return aws;
  }

  /**
   * The storage that holds the location.
   *
   * @throws IllegalArgumentException if the location's scheme is unknown
   */
  public Storage of(Location location) {
    return switch (location.scheme()) {
      case LocalStorage.SCHEME -> new LocalStorage(staging);
      case S3Key.SCHEME -> new S3Storage(S3Connection.of(aws), uploads);
      default ->
          throw new IllegalArgumentException(
              "Cannot use "
                  + location
                  + ": no storage is known for "
                  + location.scheme()
                  + ":// (give a local path or s3://bucket/folder)");
    };
  }

  /** What this process has sent to S3 so far with these settings, whoever has asked for it. */
  public StorageRequests requests() {
    return S3Connection.of(aws).requests();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Storages that
        && Objects.equals(staging, that.staging)
        && Objects.equals(uploads, that.uploads)
        && aws.equals(that.aws);
  }

  @Override
  public int hashCode() {
    return Objects.hash(staging, uploads, aws);
  }

  @Override
  public String toString() {
    return staging == null ? "Storages" : "Storages(staging in " + staging + ")";
  }
}
