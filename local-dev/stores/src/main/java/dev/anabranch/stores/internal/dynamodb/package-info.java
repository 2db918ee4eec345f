/**
 * DynamoDB inside this process: the SDK's client interface over a storage of ordered maps, with the whole expression
 * language, and AWS's own error types, wording, limits and capacity rules. Anything unsupported is refused by name.
 */
@NullMarked
package dev.anabranch.stores.internal.dynamodb;

import org.jspecify.annotations.NullMarked;
