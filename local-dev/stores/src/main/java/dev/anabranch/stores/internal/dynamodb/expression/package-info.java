/** Parses, checks and evaluates DynamoDB's expressions. */
@NullMarked
package dev.anabranch.stores.internal.dynamodb.expression;

import org.jspecify.annotations.NullMarked;
