/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.cli;

import java.util.List;

/**
 * The options that one interface declares.
 *
 * @param declaredBy the interface
 * @param heading what they have in common
 * @param options those that have to be given first, then by name
 */
record OptionGroup(Class<?> declaredBy, String heading, List<Option> options) {

  OptionGroup {
    options = List.copyOf(options);
  }
}
