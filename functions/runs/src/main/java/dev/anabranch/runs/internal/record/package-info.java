/** What is known of a run, and the ports through which it is read, written and executed. */
@NullMarked
package dev.anabranch.runs.internal.record;

import org.jspecify.annotations.NullMarked;
