/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

/**
 * A value in an expression.
 *
 * @param isText whether it stood in quotes
 */
record GlueLiteral(String text, boolean isText) {}
