/** Expressions of DynamoDB: parsed, checked and evaluated. */
@NullMarked
package dev.anabranch.stores.internal.dynamodb.expression;

import org.jspecify.annotations.NullMarked;
