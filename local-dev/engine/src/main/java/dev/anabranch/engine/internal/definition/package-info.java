/**
 * Definitions of state machines. Parses Amazon States Language into sealed types and reports everything that AWS
 * rejects when a definition is created as diagnostics. Does not depend on executions.
 */
@NullMarked
package dev.anabranch.engine.internal.definition;

import org.jspecify.annotations.NullMarked;
