/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

/**
 * A file that can't be read.
 *
 * @param reason one line that names the file and what is wrong with it
 */
public record UnreadableInput(InputFile file, String reason) {}
