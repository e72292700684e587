/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Items of DynamoDB: what can be one, and how many are written at what rate.
 *
 * <p>Nothing here knows files or what the items are about. Start with {@link
 * io.levada.io.dynamodb.ItemLayout}.
 */
package io.levada.io.dynamodb;
