/** The Lambda handlers of the run API, of execution events and of schedules. */
@NullMarked
package dev.anabranch.runs;

import org.jspecify.annotations.NullMarked;
