/** The Lambda entry points of the run API, of the events of executions and of schedules. */
@NullMarked
package dev.anabranch.runs;

import org.jspecify.annotations.NullMarked;
