package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.Set;

/** A parsed expression, and the placeholders it uses. */
record ParsedExpression<T>(T tree, Set<String> names, Set<String> values) {}
