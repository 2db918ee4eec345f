/**
 * How the engine evaluates the two query languages of Amazon States Language, JSONata and JSONPath, exactly as AWS does: the
 * syntax that is refused when a definition is created, the values, and the names and texts of the errors. It knows JSON
 * documents and expressions; it does not know states, executions or histories.
 */
@NullMarked
package dev.anabranch.engine.query;

import org.jspecify.annotations.NullMarked;
