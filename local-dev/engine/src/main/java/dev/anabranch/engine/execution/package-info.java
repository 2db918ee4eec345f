/** Executions and Map Runs as the API describes them, and the quotas that limit them. */
@NullMarked
package dev.anabranch.engine.execution;

import org.jspecify.annotations.NullMarked;
