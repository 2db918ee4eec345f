/** Items, keys and numbers as DynamoDB keeps and measures them. */
@NullMarked
package dev.anabranch.stores.internal.dynamodb.item;

import org.jspecify.annotations.NullMarked;
