/** A run seen from outside: its output, its files, its actions and what went wrong. */
@NullMarked
package dev.anabranch.run;

import org.jspecify.annotations.NullMarked;
