package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.Set;

/** A syntax tree and the name and value placeholders that it uses. */
record ParsedExpression<T>(T tree, Set<String> names, Set<String> values) {}
