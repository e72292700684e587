/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The load of a DynamoDB table without Levada, and what it is measured with: programs in processes
 * of their own, with the AWS SDK on their class path. They share no class with Levada.
 */
package io.levada.benchmarks.dynamodb;
