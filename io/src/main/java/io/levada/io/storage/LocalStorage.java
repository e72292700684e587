/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import io.levada.rows.Hash64;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The file systems of this machine, and those it has mounted.
 *
 * <p>Links are followed. A file is created whole by a hard link to it, so ledgers need a file
 * system that has them. Two writes within one tick of the file system's clock (1 to 4 ms on Linux)
 * that leave the size alone can't be told apart, and between the look and the change of {@link
 * #deleteIfUnchanged} and {@link #moveIfUnchanged} a file may change.
 */
final class LocalStorage implements Storage {

  static final String SCHEME = "file";

  private static final String STAGED = ".staged";

  /** How the names begin of files that a writer which was cut off may leave. */
  static final String UNFINISHED = ".levada-";

  /** In bytes: NAME_MAX of ext4, XFS and APFS. */
  private static final int LONGEST_NAME = 255;

  private static final char UNDECODABLE = '\uFFFD';
  private static final int LONGEST_STAGED_PREFIX = 120;
  private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9._-]");

  private final @Nullable Location staging;

  LocalStorage(@Nullable Location staging) {
    this.staging = staging;
  }

  @Override
  public void list(Location folder, Predicate<Location> wanted, EntryVisitor visitor)
      throws IOException {
    BasicFileAttributes attributes = attributes(folder);
    if (attributes != null && attributes.isDirectory()) {
      new Walk(wanted, visitor).walk(folder, attributes);
    }
  }

  @Override
  public Optional<Entry> status(Location location) throws IOException {
    BasicFileAttributes attributes = attributes(location);
    return attributes == null || attributes.isDirectory()
        ? Optional.empty()
        : Optional.of(entry(location, attributes));
  }

  @Override
  public boolean folderExists(Location location) throws IOException {
    BasicFileAttributes attributes = attributes(location);
    return attributes != null && attributes.isDirectory();
  }

  @Override
  public boolean hasFolders() {
    return true;
  }

  /** As the usual file systems count: names in bytes, whole paths far beyond what people have. */
  @Override
  public boolean takesName(Location location) {
    return Stream.of(location.uri().split("/"))
        .allMatch(name -> name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME);
  }

  @Override
  public OpenFile open(Entry expected) throws IOException {
    FileChannel channel = null;
    try {
      channel = FileChannel.open(path(expected.location()), StandardOpenOption.READ);
      checkUnchanged(expected);
      return new LocalOpenFile(this, expected, channel);
    } catch (NoSuchFileException e) {
      throw new ChangedWhileReadingException(expected, "gone");
    } catch (IOException e) {
      if (channel != null) {
        channel.close();
      }
      throw StorageException.of("read", expected.location(), e);
    }
  }

  void checkUnchanged(Entry expected) throws IOException {
    Optional<Entry> now = status(expected.location());
    if (now.isEmpty() || !now.get().identity().equals(expected.identity())) {
      throw new ChangedWhileReadingException(expected, now.map(Entry::identity).orElse("gone"));
    }
  }

  @Override
  public Optional<byte[]> read(Location location) throws IOException {
    try {
      return Optional.of(Files.readAllBytes(path(location)));
    } catch (IOException e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw StorageException.of("read", location, e);
    }
  }

  @Override
  public boolean createIfAbsent(Location location, byte[] content) throws IOException {
    Path target = path(location);
    Set<Path> changed = new LinkedHashSet<>();
    try {
      boolean created = !Files.exists(target) && create(target, content, changed);
      changed.add(target.getParent());
      DiskSync.sync(changed);
      return created;
    } catch (IOException e) {
      throw StorageException.of("create", location, e);
    }
  }

  private static boolean create(Path target, byte[] content, Set<Path> changed) throws IOException {
    try {
      if (content.length == 0) {
        createFolder(target.getParent(), changed);
        Files.createFile(target);
      } else {
        link(writeUnfinished(target, content, changed), target);
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  private static void link(Path unfinished, Path target) throws IOException {
    try {
      Files.createLink(target, unfinished);
    } catch (UnsupportedOperationException e) {
      throw new IOException("This file system has no hard links, choose one that has", e);
    } finally {
      Files.delete(unfinished);
    }
  }

  @Override
  public void write(Location location, byte[] content) throws IOException {
    Path target = path(location);
    Set<Path> changed = new LinkedHashSet<>();
    try {
      if (Files.isDirectory(target)) {
        throw new FileSystemException(target.toString(), null, "Is a directory");
      }
      if (content.length == 0) {
        createFolder(target.getParent(), changed);
        Files.write(target, content);
      } else {
        replace(writeUnfinished(target, content, changed), target);
      }
      changed.add(target.getParent());
      DiskSync.sync(changed);
    } catch (IOException e) {
      throw StorageException.of("write", location, e);
    }
  }

  private static void replace(Path unfinished, Path target) throws IOException {
    try {
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static Path writeUnfinished(Path target, byte[] content, Set<Path> changed)
      throws IOException {
    createFolder(target.getParent(), changed);
    Path unfinished = target.resolveSibling(UNFINISHED + UUID.randomUUID());
    try (FileChannel channel =
        FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    return unfinished;
  }

  @Override
  public void delete(Location location) throws IOException {
    deleteAll(List.of(location));
  }

  @Override
  public void deleteAll(Collection<Location> locations) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    IOException failure = null;
    for (Location location : locations) {
      Path file = path(location);
      try {
        if (Files.isDirectory(file)) {
          throw new FileSystemException(file.toString(), null, "Is a directory");
        }
        Files.deleteIfExists(file);
        changed.add(file.getParent());
      } catch (IOException e) {
        if (!isMissing(e) && failure == null) {
          failure = StorageException.of("delete", location, e);
        }
      }
    }
    DiskSync.sync(changed);
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public boolean deleteIfUnchanged(Entry expected) throws IOException {
    Optional<Entry> now = status(expected.location());
    if (now.isPresent() && !now.get().identity().equals(expected.identity())) {
      return false;
    }

    delete(expected.location());
    return true;
  }

  @Override
  public boolean moveIfUnchanged(Entry source, Location target) throws IOException {
    Path from = path(source.location());
    Path to = path(target);
    Set<Path> changed = new LinkedHashSet<>();
    try {
      Optional<Entry> now = status(source.location());
      boolean isThere = now.isPresent() && now.get().identity().equals(source.identity());
      Optional<Entry> present = status(target);
      if (present.isPresent() && isMoved(source, present.get(), isThere)) {
        deleteIfUnchanged(source);
        return true;
      }

      if (!isThere) {
        return false;
      }
      if (present.isPresent()) {
        throw new FileAlreadyExistsException(to.toString());
      }
      createFolder(to.getParent(), changed);
      move(from, to);
      changed.add(to.getParent());
      changed.add(from.getParent());
      DiskSync.sync(changed);
      return true;
    } catch (IOException e) {
      throw StorageException.of("move", from + " to " + to, e);
    }
  }

  /**
   * A copy on another file system knows the time to the microsecond. Where the source is there
   * still, it is looked at byte by byte before it is deleted.
   */
  private static boolean isMoved(Entry source, Entry present, boolean isThere) throws IOException {
    Path from = path(source.location());
    Path to = path(present.location());
    if (isThere && from.toRealPath().equals(to.toRealPath())) {
      throw new IllegalArgumentException("Cannot move " + from + " to itself");
    }

    Instant modified = source.modified().truncatedTo(ChronoUnit.MICROS);
    boolean looksMoved =
        present.size() == source.size()
            && present.modified().truncatedTo(ChronoUnit.MICROS).equals(modified);
    return looksMoved && !(isThere && Files.mismatch(from, to) >= 0);
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.isDirectory(to)) {
      throw new FileSystemException(to.toString(), null, "Is a directory");
    }
    if (!Files.isSymbolicLink(from)) {
      try {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        return;
      } catch (AtomicMoveNotSupportedException e) {
        // To another file system: as a copy, like what a link leads to.
      }
    }

    // The same name each time: a move that was cut off is repeated, and overwrites what it left.
    long hash = Hash64.of(to.toString().getBytes(StandardCharsets.UTF_8), 0);
    Path unfinished = to.resolveSibling(UNFINISHED + String.format("%016x", hash));
    try {
      Files.copy(
          from,
          unfinished,
          StandardCopyOption.COPY_ATTRIBUTES,
          StandardCopyOption.REPLACE_EXISTING);
      DiskSync.sync(List.of(unfinished));
      Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
    Files.delete(from);
  }

  @Override
  public StagedUpload stage(Location location, String attempt) throws IOException {
    if (staging == null) {
      throw new IllegalStateException(
          "Cannot stage " + location + ": this storage was made without a staging folder");
    }
    StagedUpload.checkAttempt(attempt);

    Path folder = path(staging);
    Path staged = folder.resolve(stagedName(location, attempt));
    Set<Path> changed = new LinkedHashSet<>();
    try {
      createFolder(folder, changed);
      DiskSync.sync(changed);
      return new LocalStagedUpload(location, staged);
    } catch (IOException e) {
      throw StorageException.of("write staged file", staged, e);
    }
  }

  /** Told apart by a hash of the location: the same name stands in many partitions. */
  private static String stagedName(Location location, String attempt) {
    String name = NOT_PLAIN.matcher(location.name()).replaceAll("_");
    long hash = Hash64.of(location.uri().getBytes(StandardCharsets.UTF_8), 0);
    return name.substring(0, Math.min(name.length(), LONGEST_STAGED_PREFIX))
        + String.format("-%016x-", hash)
        + attempt
        + STAGED;
  }

  @Override
  public void syncStaged(Collection<StagedFile> files) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    for (StagedFile file : files) {
      Path staged = stagedPath(file);
      Optional<Entry> source = status(new Location(file.stagingId()));
      if (source.isEmpty() && isComplete(file)) {
        staged = path(file.location());
      } else {
        checkStaged(file, source);
      }
      changed.add(staged);
      changed.add(staged.getParent());
    }
    DiskSync.sync(changed);
  }

  private boolean isComplete(StagedFile file) throws IOException {
    Optional<Entry> present = status(file.location());
    return present.isPresent() && present.get().size() == file.length();
  }

  private static void checkStaged(StagedFile file, Optional<Entry> staged)
      throws StagedFileLostException {
    if (staged.isEmpty()) {
      throw new StagedFileLostException(file, "it is gone");
    }
    if (staged.get().size() != file.length()) {
      throw new StagedFileLostException(
          file, "it has " + staged.get().size() + " bytes instead of " + file.length());
    }
  }

  @Override
  public void complete(Collection<StagedFile> files) throws IOException {
    Set<Path> changed = new LinkedHashSet<>();
    for (StagedFile file : files) {
      Path target = path(file.location());
      try {
        createFolder(target.getParent(), changed);
        complete(file, target);
        changed.add(target.getParent());
      } catch (IOException e) {
        throw StorageException.of("complete", file.location(), e);
      }
    }
    DiskSync.sync(changed);
  }

  private void complete(StagedFile file, Path target) throws IOException {
    Path staged = stagedPath(file);
    Optional<Entry> source = status(new Location(file.stagingId()));
    if (source.isEmpty() && isComplete(file)) {
      return;
    }

    checkStaged(file, source);
    if (Files.exists(target)) {
      throw new FileAlreadyExistsException(target.toString());
    }
    Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void discard(StagedFile file) throws IOException {
    try {
      Files.deleteIfExists(stagedPath(file));
    } catch (IOException e) {
      if (!isMissing(e)) {
        throw StorageException.of("remove staged file", file.stagingId(), e);
      }
    }
  }

  private static Path stagedPath(StagedFile file) {
    if (!file.stagingId().endsWith(STAGED)) {
      throw new IllegalArgumentException("Not a staged file: " + file.stagingId());
    }
    return path(new Location(file.stagingId()));
  }

  @Override
  public int discardStagedExcept(Set<String> keep) throws IOException {
    if (staging == null || !folderExists(staging)) {
      return 0;
    }

    int removed = 0;
    Path folder = path(staging);
    try {
      for (String name : names(folder)) {
        Path staged = folder.resolve(name);
        if (name.endsWith(STAGED)
            && !keep.contains(staged.toString())
            && Files.deleteIfExists(staged)) {
          removed++;
        }
      }
      Files.delete(folder);
    } catch (DirectoryNotEmptyException e) {
      return removed;
    } catch (IOException e) {
      throw StorageException.of("clear staging folder", staging, e);
    }
    return removed;
  }

  @Override
  public void discardUnfinished(Location folder) throws IOException {
    if (!folderExists(folder)) {
      return;
    }

    try {
      Files.walkFileTree(path(folder), new Clearance());
    } catch (IOException e) {
      throw StorageException.of("clear", folder, e);
    }
  }

  /** Makes the folder and its parents, and notes whose entries have changed. */
  private static void createFolder(Path folder, Set<Path> changed) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }

    createFolder(folder.getParent(), changed);
    try {
      Files.createDirectory(folder);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(folder)) {
        throw new NotDirectoryException(folder.toString());
      }
    }
    changed.add(folder.getParent());
  }

  private static Path path(Location location) {
    if (!location.scheme().equals(SCHEME)) {
      throw new IllegalArgumentException("Not a local path: " + location);
    }
    try {
      return Path.of(location.uri());
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(StorageException.invalidPath(location.uri(), e), e);
    }
  }

  /** What is known of a file or folder, or null if there is none. */
  private static @Nullable BasicFileAttributes attributes(Location location) throws IOException {
    Path path = path(location);
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (attributes.isOther()) {
        throw StorageException.of(
            "use", location, "Neither a file nor a folder", "a pipe or device can't be read twice");
      }
      return attributes;
    } catch (IOException e) {
      if (isMissing(e)) {
        return null;
      }
      throw StorageException.of("read", location, e);
    }
  }

  private static boolean isMissing(IOException e) {
    return e instanceof NoSuchFileException
        || (e instanceof FileSystemException failure
            && "Not a directory".equals(failure.getReason()));
  }

  private static Entry entry(Location location, BasicFileAttributes attributes) {
    var modified = attributes.lastModifiedTime().toInstant();
    return new Entry(location, attributes.size(), attributes.size() + "@" + modified, modified);
  }

  private static List<String> names(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        names.add(child.getFileName().toString());
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return names;
  }

  /** One listing, folder by folder. */
  private static final class Walk {
    private final Predicate<Location> wanted;
    private final EntryVisitor visitor;
    private final Deque<Object> parents = new ArrayDeque<>();

    Walk(Predicate<Location> wanted, EntryVisitor visitor) {
      this.wanted = wanted;
      this.visitor = visitor;
    }

    /** Visits {@code a-b} before what is in folder {@code a}, as it stands before {@code a/}. */
    void walk(Location folder, BasicFileAttributes attributes) throws IOException {
      if (attributes.fileKey() != null && parents.contains(attributes.fileKey())) {
        throw StorageException.of("list", folder, new FileSystemLoopException(folder.uri()));
      }

      parents.push(attributes.fileKey() == null ? folder : attributes.fileKey());
      PriorityQueue<String> folders = new PriorityQueue<>(Location::compareCodePoints);
      for (String name : wantedNames(folder)) {
        while (!folders.isEmpty() && Location.compareCodePoints(folders.peek(), name) < 0) {
          walkChild(folder, folders.remove());
        }
        visit(folder.child(name), folders);
      }
      while (!folders.isEmpty()) {
        walkChild(folder, folders.remove());
      }
      parents.pop();
    }

    private List<String> wantedNames(Location folder) throws IOException {
      List<String> names;
      try {
        names = names(path(folder));
      } catch (IOException e) {
        if (isMissing(e)) {
          return List.of();
        }
        throw StorageException.of("list", folder, e);
      }
      names.removeIf(name -> name.startsWith(UNFINISHED) || !wanted.test(folder.child(name)));
      names.sort(Location::compareCodePoints);
      return names;
    }

    private void visit(Location child, PriorityQueue<String> folders) throws IOException {
      BasicFileAttributes attributes = attributes(child);
      if (attributes == null) {
        if (Files.isSymbolicLink(path(child))) {
          throw StorageException.of(
              "list", child, "The link leads to nothing", "remove it, or restore what it names");
        }
        if (child.name().indexOf(UNDECODABLE) >= 0) {
          throw StorageException.of(
              "list", child, "The name is not text in this locale", "rename it, or set LC_ALL");
        }
        return;
      }

      if (attributes.isDirectory()) {
        folders.add(child.name() + "/");
      } else {
        visitor.visit(entry(child, attributes));
      }
    }

    private void walkChild(Location folder, String nameAndSlash) throws IOException {
      Location child = folder.child(nameAndSlash.substring(0, nameAndSlash.length() - 1));
      BasicFileAttributes attributes = attributes(child);
      if (attributes != null && attributes.isDirectory()) {
        walk(child, attributes);
      }
    }
  }

  /** Removes unfinished files, and folders that are empty; others may remove them meanwhile. */
  private static final class Clearance extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (file.getFileName().toString().startsWith(UNFINISHED)) {
        Files.deleteIfExists(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (isMissing(failure)) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        // It holds what is in use.
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
