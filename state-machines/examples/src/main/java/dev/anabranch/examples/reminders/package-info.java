/** The example {@code reminders}: each item waits for its own time. */
@NullMarked
package dev.anabranch.examples.reminders;

import org.jspecify.annotations.NullMarked;
