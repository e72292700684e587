/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A stand-in for AWS on 127.0.0.1, for tests, the demo and trying out. Servers run in class loaders
 * of their own, so that no library of theirs meets one of ours. Nothing here may be used by a
 * pipeline.
 *
 * <p>Start with {@link io.levada.sandbox.Sandbox}; a test with {@link
 * io.levada.sandbox.SandboxExtension}.
 */
package io.levada.sandbox;
