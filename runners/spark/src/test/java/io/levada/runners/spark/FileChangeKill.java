/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.connect.ListeningConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Kills a process from outside, by SIGKILL, right before the n-th change that its storage makes to
 * files: as a debugger it sees each call that writes, makes, links, moves or deletes one. Between
 * two changes it does not matter when a process ends.
 */
final class FileChangeKill implements Closeable {

  private static final String STORAGE = "io.levada.io.storage.";
  private static final long LONGEST_PAUSE_MILLIS = TimeUnit.MINUTES.toMillis(2);

  /** What changes files, of the classes that storage calls for that. */
  private static final Map<String, Set<String>> CHANGES =
      Map.of(
          "java.nio.file.Files",
          Set.of(
              "copy",
              "createDirectory",
              "createFile",
              "createLink",
              "delete",
              "deleteIfExists",
              "move",
              "write"),
          "sun.nio.ch.FileChannelImpl",
          Set.of("write"));

  private final ListeningConnector connector;
  private final Map<String, Connector.Argument> arguments;
  private final String address;

  private FileChangeKill(
      ListeningConnector connector, Map<String, Connector.Argument> arguments, String address) {
    this.connector = connector;
    this.arguments = arguments;
    this.address = address;
  }

  /** Waits for one process after the other, each started with {@link #javaOption}. */
  static FileChangeKill listen() throws IOException {
    ListeningConnector connector =
        Bootstrap.virtualMachineManager().listeningConnectors().stream()
            .filter(each -> each.name().equals("com.sun.jdi.SocketListen"))
            .findAny()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    arguments.get("localAddress").setValue("127.0.0.1");
    arguments.get("timeout").setValue(Long.toString(LONGEST_PAUSE_MILLIS));
    try {
      return new FileChangeKill(connector, arguments, connector.startListening(arguments));
    } catch (IllegalConnectorArgumentsException e) {
      throw new IllegalStateException(e);
    }
  }

  String javaOption() {
    return "-agentlib:jdwp=transport=dt_socket,server=n,suspend=y,address=" + address;
  }

  /**
   * Lets the process run until its n-th change, and kills it.
   *
   * @return the change, or empty if the process has ended before
   */
  String killAt(int n, Process process) throws IOException, InterruptedException {
    VirtualMachine machine;
    try {
      machine = connector.accept(arguments);
    } catch (IllegalConnectorArgumentsException e) {
      throw new IllegalStateException(e);
    }
    for (String type : CHANGES.keySet()) {
      ClassPrepareRequest prepared = machine.eventRequestManager().createClassPrepareRequest();
      prepared.addClassFilter(type);
      prepared.enable();
      machine.classesByName(type).forEach(FileChangeKill::stopAtChanges);
    }
    try {
      return killAt(n, machine, process);
    } catch (VMDisconnectedException e) {
      return "";
    }
  }

  private static String killAt(int n, VirtualMachine machine, Process process)
      throws InterruptedException {
    int changes = 0;
    while (true) {
      EventSet events = machine.eventQueue().remove(LONGEST_PAUSE_MILLIS);
      if (events == null) {
        throw new AssertionError("Nothing has changed a file for long, behind change " + changes);
      }
      for (Event event : events) {
        if (event instanceof VMDisconnectEvent) {
          return "";
        } else if (event instanceof ClassPrepareEvent prepared) {
          stopAtChanges(prepared.referenceType());
        } else if (event instanceof BreakpointEvent stopped && isOfStorage(stopped)) {
          changes++;
          if (changes == n) {
            String change = describe(stopped);
            process.destroyForcibly().waitFor();
            return change;
          }
        }
      }
      events.resume();
    }
  }

  private static void stopAtChanges(ReferenceType type) {
    for (Method method : type.methods()) {
      if (CHANGES.get(type.name()).contains(method.name()) && !method.isNative()) {
        var stop =
            type.virtualMachine().eventRequestManager().createBreakpointRequest(method.location());
        stop.setSuspendPolicy(EventRequest.SUSPEND_ALL);
        stop.enable();
      }
    }
  }

  private static boolean isOfStorage(BreakpointEvent stopped) {
    return caller(stopped).declaringType().name().startsWith(STORAGE);
  }

  private static String describe(BreakpointEvent stopped) {
    return stopped.location().method().name() + " by " + caller(stopped);
  }

  private static Location caller(BreakpointEvent stopped) {
    try {
      return stopped.thread().frame(1).location();
    } catch (IncompatibleThreadStateException e) {
      throw new IllegalStateException("Not stopped: " + stopped, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connector.stopListening(arguments);
    } catch (IllegalConnectorArgumentsException e) {
      throw new IllegalStateException(e);
    }
  }
}
