/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Who holds a lock.
 *
 * @param host the machine, or the container, that the process is on
 * @param machine what tells it from another of the same name, as far as the system says
 * @param pid the process
 * @param started when the process began, as the system counts it
 * @param run the run that it is at
 * @param nonce this very lock's own
 * @param leaseMillis for how long the lock holds after a heartbeat
 * @param since when it was taken, by the holder's clock, for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LockHolder(
    String host,
    String machine,
    long pid,
    String started,
    String run,
    String nonce,
    long leaseMillis,
    String since) {

  private static final Path PROC = Path.of("/proc");
  private static final int STATE = 0;
  private static final int START_TICKS = 19;

  static LockHolder ofThisProcess(String run, String nonce, long leaseMillis, String since) {
    long pid = ProcessHandle.current().pid();
    return new LockHolder(
        hostName(), machineId(), pid, startOf(pid).orElse(""), run, nonce, leaseMillis, since);
  }

  /** Whether it was a process of this machine that is no more; false wherever that is not sure. */
  @JsonIgnore
  public boolean isGone() {
    return !machine.isEmpty()
        && machine.equals(machineId())
        && host.equals(hostName())
        && !started.isEmpty()
        && startOf(pid).map(now -> !now.equals(started)).orElse(false);
  }

  @Override
  public String toString() {
    return "run " + run + " (process " + pid + " on " + host + ", since " + since + ")";
  }

  /** Containers can share a name, and the processes of one are not seen from another. */
  private static String machineId() {
    try {
      return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip()
          + " "
          + Files.readSymbolicLink(PROC.resolve("self/ns/pid"));
    } catch (IOException | UnsupportedOperationException e) {
      return System.getProperty("os.name").startsWith("Mac") ? hostName() : "";
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /**
   * The empty string if there is certainly no such process, and nothing if that is not known. Linux
   * counts from its own start, which no change of the clock moves; one that has ended and was not
   * taken note of by its parent is gone.
   */
  private static Optional<String> startOf(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), ISO_8859_1);
      List<String> behindName = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
      return Optional.of(behindName.get(STATE).equals("Z") ? "" : behindName.get(START_TICKS));
    } catch (NoSuchFileException e) {
      return Files.exists(PROC.resolve("self/stat")) ? goneUnlessHidden() : startByJava(pid);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** With the option {@code hidepid} Linux shows nobody the processes of others. */
  private static Optional<String> goneUnlessHidden() {
    try {
      boolean hidden =
          Files.readAllLines(PROC.resolve("self/mounts"), ISO_8859_1).stream()
              .anyMatch(mount -> mount.contains(" /proc proc ") && mount.contains("hidepid="));
      return hidden ? Optional.empty() : Optional.of("");
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> startByJava(long pid) {
    return Optional.of(
        ProcessHandle.of(pid)
            .filter(ProcessHandle::isAlive)
            .flatMap(process -> process.info().startInstant())
            .map(Object::toString)
            .orElse(""));
  }
}
