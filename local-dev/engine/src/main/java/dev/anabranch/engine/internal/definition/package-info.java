/**
 * State machine definitions: Amazon States Language text read into closed records, and everything that AWS refuses when a
 * definition is created, reported all at once as diagnostics. Knows nothing of executions.
 */
@NullMarked
package dev.anabranch.engine.internal.definition;

import org.jspecify.annotations.NullMarked;
