/** The example {@code polling}: a loop that asks until something outside has ended, for each item of a list. */
@NullMarked
package dev.anabranch.examples.polling;

import org.jspecify.annotations.NullMarked;
