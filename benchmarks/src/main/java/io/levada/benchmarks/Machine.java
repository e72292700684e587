/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the figures were measured on. */
final class Machine {

  private Machine() {}

  /** One line: processor, cores, memory, system, JVM. */
  static String describe() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return String.join(
        ", ",
        processor(),
        system.getAvailableProcessors() + " cores",
        String.format(Locale.ROOT, "%.0f GiB memory", system.getTotalMemorySize() / 0x1p30),
        system.getName() + " " + system.getVersion() + " " + system.getArch(),
        System.getProperty("java.vm.name") + " " + Runtime.version());
  }

  private static String processor() {
    Path info = Path.of("/proc/cpuinfo");
    try {
      List<String> lines = Files.isReadable(info) ? Files.readAllLines(info) : List.of();
      return lines.stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }
}
