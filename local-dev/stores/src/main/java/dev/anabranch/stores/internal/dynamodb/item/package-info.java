/** Items, keys, attribute values and numbers, with DynamoDB's rules for validity, order, size and capacity. */
@NullMarked
package dev.anabranch.stores.internal.dynamodb.item;

import org.jspecify.annotations.NullMarked;
