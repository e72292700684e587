/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Lists input files, decompresses and decodes them and cuts them into blocks of whole records, with
 * the counts that prove that all of them were read.
 *
 * <p>What a record means, a schema or a reason code does not belong here. Start with {@link
 * io.levada.io.files.ReadRecords}.
 */
package io.levada.io.files;
