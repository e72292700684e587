/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets each test class begin as if it were alone: Beam keeps every options interface that its
 * process has seen, and those of one pipeline, or of a test, would meet those of another.
 */
public final class FreshOptions implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    PipelineOptionsFactory.resetCache();
  }
}
