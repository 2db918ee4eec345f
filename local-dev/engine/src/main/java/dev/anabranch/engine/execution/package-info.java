/** Executions and Map Runs as callers see them: what they run, how far they are, and the quotas that bound them. */
@NullMarked
package dev.anabranch.engine.execution;

import org.jspecify.annotations.NullMarked;
