/** What a command gets from outside, and what it tells the shell. */
@NullMarked
package dev.anabranch.cli.internal.terminal;

import org.jspecify.annotations.NullMarked;
