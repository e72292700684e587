/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Sandbox}, one in memory for all tests of a JVM, and a {@link SandboxSpace}
 * of their own in it. Faults are cleared and requests counted from zero before each test, so tests
 * that use those must not run side by side.
 *
 * <pre>
 * &#64;ExtendWith(SandboxExtension.class)
 * class SomeTest {
 *   &#64;Test
 *   void worksOnS3(Sandbox sandbox, SandboxSpace space) { ...
 * </pre>
 */
public final class SandboxExtension implements BeforeEachCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(SandboxExtension.class);
  private static final AtomicInteger SPACES = new AtomicInteger();

  /** For JUnit. */
  public SandboxExtension() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    Sandbox sandbox = sandbox(context);
    sandbox.faults().clear();
    sandbox.requests().reset();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Sandbox.class || type == SandboxSpace.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Sandbox.class
        ? sandbox(context)
        : context
            .getStore(NAMESPACE)
            .getOrComputeIfAbsent(context.getUniqueId(), id -> newSpace(sandbox(context)));
  }

  private static Sandbox sandbox(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Running.class, type -> new Running(Sandbox.start()), Running.class)
        .sandbox();
  }

  private static SandboxSpace newSpace(Sandbox sandbox) {
    int number = SPACES.incrementAndGet();
    String bucket = "test-" + number;
    sandbox.createBucket(bucket);
    return new SandboxSpace(bucket, "test_" + number + "_");
  }

  /** Closed by JUnit after the last test. */
  private record Running(Sandbox sandbox) implements AutoCloseable {

    @Override
    public void close() {
      sandbox.close();
    }
  }
}
