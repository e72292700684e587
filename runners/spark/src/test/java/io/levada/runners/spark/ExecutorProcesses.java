/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The executors that the workers in a driver's process have started. Linux only. */
final class ExecutorProcesses {

  private static final String MAIN_CLASS = "CoarseGrainedExecutorBackend";
  private static final List<Path> CONNECTIONS =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  /** Columns of a connection: its two addresses in hexadecimal digits, and the socket's number. */
  private static final int LOCAL_ADDRESS = 1;

  private static final int REMOTE_ADDRESS = 2;
  private static final int SOCKET = 9;

  private final ProcessHandle driver;
  private final int serverPort;

  /**
   * @param serverPort of the server whose clients they are
   */
  ExecutorProcesses(ProcessHandle driver, int serverPort) {
    this.driver = driver;
    this.serverPort = serverPort;
  }

  /** Those that are alive. */
  List<ProcessHandle> alive() {
    return driver.children().filter(ExecutorProcesses::isExecutor).toList();
  }

  /** The executor that is connected to the server from a port, if it is one. */
  Optional<ProcessHandle> callingFrom(int port) {
    Set<String> sockets = socketsOf(port);
    return alive().stream().filter(executor -> hasOneOf(sockets, executor)).findFirst();
  }

  private static boolean isExecutor(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).contains(MAIN_CLASS);
    } catch (IOException e) {
      return false;
    }
  }

  private Set<String> socketsOf(int port) {
    Set<String> sockets = new HashSet<>();
    for (Path file : CONNECTIONS) {
      for (String line : linesOf(file)) {
        String[] columns = line.strip().split("\\s+", -1);
        if (portOf(columns[LOCAL_ADDRESS]) == port
            && portOf(columns[REMOTE_ADDRESS]) == serverPort) {
          sockets.add("socket:[" + columns[SOCKET] + "]");
        }
      }
    }
    return sockets;
  }

  /** All but the headings. */
  private static List<String> linesOf(Path file) {
    try {
      return Files.readAllLines(file).stream().skip(1).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int portOf(String address) {
    return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
  }

  private static boolean hasOneOf(Set<String> sockets, ProcessHandle process) {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return files.anyMatch(file -> sockets.contains(target(file)));
    } catch (IOException | UncheckedIOException e) {
      // It is gone.
      return false;
    }
  }

  /** Nothing if it was closed just now. */
  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
