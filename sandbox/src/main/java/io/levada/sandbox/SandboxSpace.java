/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

/**
 * What a test has to itself in a {@link Sandbox} that it shares.
 *
 * @param bucket an empty bucket
 * @param tablePrefix begins the names of its tables
 */
public record SandboxSpace(String bucket, String tablePrefix) {}
