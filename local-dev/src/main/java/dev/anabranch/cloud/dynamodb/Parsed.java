package dev.anabranch.cloud.dynamodb;

import java.util.Set;

/** A parsed expression, and the placeholders it uses. */
record Parsed<T>(T tree, Set<String> names, Set<String> values) {}
