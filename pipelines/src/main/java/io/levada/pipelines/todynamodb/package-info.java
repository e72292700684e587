/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Rows of any source as items of a DynamoDB table: what a mapping says, options and wiring. Start
 * at {@link io.levada.pipelines.todynamodb.ToDynamoDbPipeline}.
 */
package io.levada.pipelines.todynamodb;
