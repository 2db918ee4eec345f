/** The records of runs, and the ports through which runs are read, written and executed. */
@NullMarked
package dev.anabranch.runs.internal.record;

import org.jspecify.annotations.NullMarked;
