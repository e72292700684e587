/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

/**
 * Why a row can be no item, as its reject says.
 *
 * @param code one word for machines, such as {@code ITEM_TOO_LARGE}
 * @param message for people; without anything of the item but names of its attributes
 */
public record ItemProblem(String code, String message) {}
