/**
 * An in-process DynamoDB: the SDK's client interface on a storage of ordered maps, with the full expression language
 * and AWS's exceptions, messages, limits and capacity rules. Unsupported features fail with an exception that names
 * them.
 */
@NullMarked
package dev.anabranch.stores.internal.dynamodb;

import org.jspecify.annotations.NullMarked;
